package io.sitq.recovery;

import io.sitq.SitqException;
import io.sitq.TaskQueueException;
import io.sitq.TaskResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call, or one fallback, on its way. Its attempts follow each other, and each hands over to the
 * next through a stage or the scheduler; only {@link #stop} and {@link #taskId} are for other
 * threads.
 */
final class Run {
  private final List<FailedAttempt> attempts = new ArrayList<>();
  private volatile boolean stopped;
  private volatile @Nullable String taskId;
  private Duration nextWait;
  private String note = "";
  private @Nullable Throwable ruleError;

  Run(Duration timeout) {
    this.nextWait = timeout;
  }

  /** No further attempt and no fallback: nobody waits any more. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  void taskId(String id) {
    taskId = id;
  }

  @Nullable String taskId() {
    return taskId;
  }

  /** How long the next attempt waits for its task to end. */
  Duration nextWait() {
    return nextWait;
  }

  void nextWait(Duration wait) {
    nextWait = wait;
  }

  /** The retry rule threw, which ends the call. */
  void ruleThrew(Throwable thrown) {
    ruleError = thrown;
    note = " - not tried again because the retry rule threw " + OneLine.of(thrown.toString());
  }

  boolean hasRuleError() {
    return ruleError != null;
  }

  /** The end of a call that nobody waits for. */
  <R> Outcome.NoValue<R> stoppedCall(String taskName) {
    return unseen(
        taskName, new TaskQueueException("run", "run of " + taskName + " was ended", null), false);
  }

  /** An attempt that saw a task without a value. */
  <R> Outcome.NoValue<R> unsuccessful(String taskName, TaskResult<R> result, boolean retriable) {
    attempts.add(
        new FailedAttempt(result.id(), result.status(), result.errorType(), result.error()));
    return new Outcome.NoValue<>(
        new FailedCall<>(result, result.id(), failure(taskName)), retriable);
  }

  /** An attempt that saw no task at all; earlier ones stay visible. */
  <R> Outcome.NoValue<R> unseen(String taskName, SitqException cause, boolean retriable) {
    if (!attempts.isEmpty()) {
      cause.addSuppressed(failure(taskName));
    }
    return new Outcome.NoValue<>(new FailedCall<>(null, taskId, cause), retriable);
  }

  /** What the attempts so far amount to. */
  AttemptsFailedException failure(String taskName) {
    return new AttemptsFailedException(taskName, attempts, note, ruleError);
  }
}
