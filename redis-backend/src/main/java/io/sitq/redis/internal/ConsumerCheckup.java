package io.sitq.redis.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the tasks of each queue are run by somebody, and nobody's are left behind. */
final class ConsumerCheckup implements Examination.Checkup {
  /** Longer than any lease that is sensible: who is silent for so long holds tasks in vain. */
  private static final Duration SILENT = Duration.ofMinutes(10);

  private static final Duration OLD = Duration.ofMinutes(5);
  private static final Duration OVERDUE = Duration.ofMinutes(1);

  @Override
  public String name() {
    return "consumers";
  }

  @Override
  public void examine(Patient patient, Findings findings) throws MissingRightException {
    Set<byte[]> names = patient.ask("SMEMBERS", redis -> redis.smembers(patient.keys().queues()));
    Set<String> queues =
        names.stream().map(Bytes::text).collect(Collectors.toCollection(TreeSet::new));
    if (queues.isEmpty()) {
      findings.ok("no queue has been used yet");
    }
    for (String queue : queues) {
      examine(queue, QueueState.read(patient, layout(patient, queue)), findings);
    }
  }

  private static QueueLayout layout(Patient patient, String queue) throws MissingRightException {
    byte[] record =
        patient.ask("HGET", redis -> redis.hget(patient.keys().partitions(), Bytes.of(queue)));
    return QueueLayout.parse(patient.keys(), queue, Bytes.text((Object) record));
  }

  private static void examine(String queue, QueueState state, Findings findings) {
    int before = findings.all().size();
    examineReady(queue, state, findings);
    examineScheduled(queue, state, findings);
    examineDead(queue, state, findings);
    if (findings.all().size() == before) {
      findings.ok(
          "queue "
              + queue
              + ": "
              + state.live().size()
              + " workers, "
              + state.ready()
              + " tasks ready");
    }
  }

  private static void examineReady(String queue, QueueState state, Findings findings) {
    if (state.ready() == 0) {
      return;
    }
    String waiting =
        "queue "
            + queue
            + ": "
            + state.ready()
            + " tasks are ready, the oldest for "
            + text(state.oldest());
    if (state.live().isEmpty()) {
      findings.problem(waiting + ", and no worker serves it", start(queue));
    } else if (state.oldest().compareTo(OLD) > 0) {
      findings.advice(
          waiting + ": its " + state.live().size() + " workers don't keep up",
          "start more workers, or raise their concurrency");
    }
  }

  private static void examineScheduled(String queue, QueueState state, Findings findings) {
    if (state.overdue().compareTo(OVERDUE) > 0) {
      findings.problem(
          "queue " + queue + ": a scheduled task is due since " + text(state.overdue()),
          state.live().isEmpty()
              ? start(queue)
              : "look into the workers' logs why they don't promote it");
    }
  }

  private static void examineDead(String queue, QueueState state, Findings findings) {
    List<String> silent = new ArrayList<>();
    long held = 0;
    for (QueueState.Consumer consumer : state.dead()) {
      if (consumer.pending() > 0
          && (state.live().isEmpty() || consumer.idle().compareTo(SILENT) > 0)) {
        silent.add(consumer.name());
        held += consumer.pending();
      }
    }
    if (!silent.isEmpty()) {
      findings.problem(
          "queue "
              + queue
              + ": "
              + held
              + " tasks are held by workers that are dead ("
              + String.join(", ", silent)
              + ")"
              + (state.live().isEmpty() ? ", and no worker is alive to recover them" : ""),
          state.live().isEmpty()
              ? start(queue)
              : "look into the workers' logs why they don't recover them");
    }
    long idle =
        state.dead().stream()
            .filter(consumer -> consumer.pending() == 0 && consumer.idle().compareTo(SILENT) > 0)
            .count();
    if (idle > 0) {
      findings.advice(
          "queue " + queue + ": " + idle + " consumers of dead workers hold nothing",
          "none: a worker that runs for some minutes removes them");
    }
  }

  private static String start(String queue) {
    return "start a worker: sitq-worker run --queue " + queue;
  }

  private static String text(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 120
        ? seconds + " s"
        : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
