package io.sitq.testkit.invariant;

import java.util.List;
import java.util.Set;

/** What holds for the hashes of tasks and the sets that name them. */
final class TaskInvariants {
  /** What the sets of dead letters are cut to: beyond it a failed task need not be listed. */
  private static final int DEAD_LETTERS = 10_000;

  private final QueueSnapshot queue;
  private final Violations broken;
  private final Set<String> ready;

  TaskInvariants(QueueSnapshot queue, Violations broken) {
    this.queue = queue;
    this.broken = broken;
    this.ready = queue.readyIds();
  }

  void check() {
    queue.tasks().forEach(this::check);
    queue.scheduled().stream().sorted().forEach(this::checkScheduled);
    queue.dead().stream().sorted().forEach(this::checkDead);
    queue.waiting().forEach(this::checkWaiting);
  }

  private void check(String id, TaskHash hash) {
    boolean isReady = ready.contains(id);
    boolean isScheduled = queue.scheduled().contains(id);
    broken.addIf(!queue.owns(id), "a hash is that of task " + id + " of another queue");
    broken.addIf(isReady && isScheduled, "task " + id + " is ready and scheduled at once");
    if (hash.hasEnded()) {
      broken.addIf(
          isReady || isScheduled, "task " + id + " is " + hash.status() + " and live at once");
      new ResultInvariants(id, hash, broken).check();
      broken.addIf(
          "failed".equals(hash.status())
              && !queue.dead().contains(id)
              && queue.dead().size() < DEAD_LETTERS / queue.count(),
          "task " + id + " failed and is not listed as dead");
    } else {
      broken.addIf(
          !isReady && !isScheduled,
          "task "
              + id
              + " is lost: it has not ended, its hash names entry "
              + hash.entry()
              + ", and it is neither ready nor scheduled");
      broken.addIf(hash.expires(), "task " + id + " has not ended and its hash has a TTL");
    }
  }

  private void checkScheduled(String id) {
    TaskHash hash = queue.tasks().get(id);
    if (!queue.owns(id)) {
      broken.add("task " + id + " of another queue is scheduled");
    } else if (hash == null) {
      broken.add("task " + id + " is scheduled and has no hash: its envelope is lost");
    } else if (!hash.hasEnded() && !ready.contains(id)) {
      for (String field : List.of("task", "envelope", "attempt", "crashes")) {
        broken.addIf(
            !hash.fields().contains(field),
            "task " + id + " is scheduled and its hash has no " + field);
      }
      broken.addIf(
          !String.valueOf(hash.entry()).startsWith("-"),
          "task " + id + " is scheduled and its hash names " + hash.entry() + " as its live entry");
    }
  }

  /** One whose hash has expired is allowed. */
  private void checkDead(String id) {
    TaskHash hash = queue.tasks().get(id);
    broken.addIf(!queue.owns(id), "task " + id + " of another queue is listed as dead");
    if (hash != null && !"failed".equals(hash.status())) {
      String state = hash.hasEnded() ? String.valueOf(hash.status()) : "live";
      broken.add("task " + id + " is listed as dead and is " + state);
    }
  }

  private void checkWaiting(String id, String channels) {
    TaskHash hash = queue.tasks().get(id);
    if (hash == null) {
      broken.add("somebody waits for task " + id + ", which is not there");
    } else if (hash.hasEnded()) {
      broken.add("somebody waits for task " + id + ", which has ended");
    }
    for (String channel : channels.split(" ", -1)) {
      broken.addIf(
          !channel.contains(":reply:"),
          "somebody waits for task " + id + " on '" + channel + "', which is no reply channel");
    }
  }
}
