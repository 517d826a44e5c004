package io.sitq.it.chaos;

import io.sitq.CancelOutcome;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import io.sitq.WorkerException;
import io.sitq.it.chaos.ChaosTask.Kind;
import io.sitq.it.chaos.History.Execution;
import io.sitq.it.chaos.History.Life;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what Redis says of each task with what its producer and its handlers wrote down. */
final class Verdict {
  private static final int ON_THE_WAY = 500;
  private static final int CRASHES_TO_FAIL = 4;
  private static final Pattern DEATH = Pattern.compile("(\\S+)@\\d+");

  private final Casualties casualties;
  private final boolean nothingMayBeLost;
  private final Findings findings;
  private final Tally tally = new Tally();

  Verdict(Casualties casualties, boolean nothingMayBeLost, Findings findings) {
    this.casualties = casualties;
    this.nothingMayBeLost = nothingMayBeLost;
    this.findings = findings;
  }

  /** Judges every task of the history. */
  Tally judge(History history, TaskQueue queue) {
    List<Map.Entry<String, Life>> lives = new ArrayList<>(history.lives().entrySet());
    for (int from = 0; from < lives.size(); from += ON_THE_WAY) {
      List<Map.Entry<String, Life>> some =
          lives.subList(from, Math.min(lives.size(), from + ON_THE_WAY));
      List<CompletableFuture<Optional<TaskResult<Integer>>>> asked =
          some.stream()
              .map(life -> queue.async().getResult(life.getKey(), ChaosTask.class))
              .map(stage -> stage.toCompletableFuture())
              .toList();
      for (int i = 0; i < asked.size(); i++) {
        judge(some.get(i).getKey(), some.get(i).getValue(), asked.get(i).join());
      }
    }
    return tally;
  }

  private void judge(String id, Life life, Optional<TaskResult<Integer>> found) {
    tally.add(life);
    boolean ended = found.isPresent() && found.get().status().isTerminal();
    if (ended) {
      tally.ended++;
      judgeEnd(life, found.get());
    } else if (found.isPresent()) {
      findings.add("left behind: " + describe(id, life, found));
    } else if (life.acknowledged || !life.ended.isEmpty()) {
      tally.losses.task(describe(id, life, found));
      findings.addIf(nothingMayBeLost, "acknowledged and lost: " + describe(id, life, found));
    }
    for (int i = 1; ended && i < life.ended.size(); i++) { // all but one
      tally.losses.end(describe(id, life, found));
      findings.addIf(nothingMayBeLost, "ended more than once: " + describe(id, life, found));
    }
  }

  private void judgeEnd(Life life, TaskResult<Integer> result) {
    if (life.kind != Kind.POISON && result.failedWith(WorkerException.class)) {
      tally.failedByStrikes++;
      findings.addIf(!isByStrikes(result), "charged for what it did not do: " + line(life, result));
      return;
    }
    findings.addIf(!isAsItMust(life, result), "ended as it must not: " + line(life, result));
    if (life.cancelled == CancelOutcome.CANCELLED && result.status() != TaskStatus.CANCELLED) {
      tally.losses.cancel(line(life, result));
    }
    boolean executed =
        result.status() == TaskStatus.CANCELLED
            || life.kind == Kind.POISON
            || life.done.contains(
                new Execution(result.attempt(), result.worker().orElse("nobody")));
    findings.addIf(!executed, "its result is of no execution: " + line(life, result));
    findings.addIf(
        // a failover that undoes an end looks the same
        nothingMayBeLost && result.crashes() == 0 && isDoneTwice(life) && !isAnyStruck(life),
        "executed twice without a reason: " + line(life, result));
  }

  private boolean isAsItMust(Life life, TaskResult<Integer> result) {
    return switch (life.kind) {
      case WORK, DELAY -> isSuccess(life, result) && result.attempt() == 1;
      case FLAKY -> isSuccess(life, result) && result.attempt() == life.amount + 1;
      case FAIL ->
          result.status() == TaskStatus.FAILED
              && result.attempt() == 2
              && result.failedWith(IllegalStateException.class);
      case CANCEL ->
          result.status() == TaskStatus.CANCELLED
              || (isSuccess(life, result)
                  // a failover may have taken the cancel with it
                  && (life.cancelled != CancelOutcome.CANCELLED || !nothingMayBeLost));
      case POISON ->
          result.status() == TaskStatus.FAILED
              && result.failedWith(WorkerException.class)
              && result.crashes() >= CRASHES_TO_FAIL;
    };
  }

  private static boolean isSuccess(Life life, TaskResult<Integer> result) {
    return result.status() == TaskStatus.SUCCESS
        && Integer.valueOf(life.number + 1).equals(result.value());
  }

  /** Whether the last two deaths, which it was charged for alone, are the storm's own doing. */
  private boolean isByStrikes(TaskResult<Integer> result) {
    List<String> workers = new ArrayList<>();
    Matcher deaths = DEATH.matcher(String.valueOf(result.error()));
    while (deaths.find()) {
      workers.add(deaths.group(1));
    }
    int alone = Math.max(0, workers.size() - 2);
    return result.crashes() >= CRASHES_TO_FAIL
        && workers.size() >= 2
        && workers.subList(alone, workers.size()).stream().allMatch(casualties::hasWorker);
  }

  /** Whether one attempt came to its end more than once. */
  private static boolean isDoneTwice(Life life) {
    return life.done.stream().mapToInt(Execution::attempt).distinct().count() < life.done.size();
  }

  private boolean isAnyStruck(Life life) {
    return life.done.stream().anyMatch(execution -> casualties.hasWorker(execution.worker()));
  }

  private static String line(Life life, TaskResult<Integer> result) {
    return describe(result.id(), life, Optional.of(result));
  }

  private static String describe(
      String id, Life life, Optional<? extends TaskResult<Integer>> result) {
    return id
        + " "
        + life.kind
        + " "
        + life.amount
        + (life.acknowledged ? "" : ", not acknowledged")
        + (life.cancelled == null ? "" : ", cancelled: " + life.cancelled)
        + ", began "
        + life.begun
        + ", done "
        + life.done
        + ", ended "
        + life.ended
        + ", refused "
        + life.refused
        + ", is "
        + result
            .map(r -> r + " attempt " + r.attempt() + " crashes " + r.crashes() + " " + r.error())
            .orElse("gone");
  }
}
