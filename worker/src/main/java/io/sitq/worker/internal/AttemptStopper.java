package io.sitq.worker.internal;

import io.sitq.TaskTimeoutException;
import io.sitq.worker.internal.Attempt.Holder;
import io.sitq.worker.internal.Attempt.Stop;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Ends attempts that must not go on: their timeout is over, or the worker stops. A handler's thread
 * is interrupted and given a grace to return; a stage is cancelled.
 */
final class AttemptStopper {
  /** How long a handler may take to yield to an interrupt before it counts as stuck. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private final Timers timers;
  private final Executor threads;
  private final Duration grace;

  /** {@code threads} run what users made depend on a stage that is cancelled. */
  AttemptStopper(Timers timers, Executor threads, Duration grace) {
    this.timers = timers;
    this.threads = threads;
    this.grace = grace;
  }

  /** Limits an attempt that begins now. */
  void limit(Attempt attempt, long timeoutMillis) {
    if (timeoutMillis > 0) {
      Duration timeout = Duration.ofMillis(timeoutMillis);
      attempt.timeoutBy(timers.after(timeout, () -> timeOut(attempt, timeout)));
    }
  }

  private void timeOut(Attempt attempt, Duration timeout) {
    Holder holder = attempt.stop(Stop.TIMEOUT);
    if (holder == Holder.THREAD) {
      attempt.timeoutBy(timers.after(grace, () -> giveUp(attempt, timeout)));
    } else if (holder == Holder.STAGE) {
      attempt.end(new Outcome.Failed(timedOut(attempt, timeout, "its stage was cancelled")));
      cancelStage(attempt);
    }
  }

  private void giveUp(Attempt attempt, Duration timeout) {
    String what = "it did not yield to its interrupt within " + grace + " and is stuck";
    TaskTimeoutException error = timedOut(attempt, timeout, what);
    StackTraceElement[] frames = attempt.frames();
    if (frames.length > 0) {
      error.setStackTrace(frames); // where it hangs
    }
    attempt.end(new Outcome.Failed(error));
  }

  /** The attempt is over because the handler yielded to the timeout. */
  static TaskTimeoutException timedOut(Attempt attempt, Duration timeout, String what) {
    String id = attempt.delivery().id();
    return new TaskTimeoutException(
        id,
        timeout,
        "task "
            + attempt.delivery().task()
            + " ("
            + id
            + ") ran longer than its timeout of "
            + timeout.toMillis()
            + " ms: "
            + what);
  }

  /** Tells a handler that the worker stops; {@link #release} follows if it takes too long. */
  void shutDown(Attempt attempt) {
    if (attempt.stop(Stop.SHUTDOWN) == Holder.STAGE) {
      cancelStage(attempt);
    }
  }

  /** Gives the task back, whatever the handler does. */
  void release(Attempt attempt) {
    attempt.end(new Outcome.Stopped());
  }

  /** A handler that was told to stop has returned a stage nevertheless. */
  void stopStage(Attempt attempt, Duration timeout) {
    if (attempt.stop() == Stop.TIMEOUT) {
      timeOut(attempt, timeout);
    } else if (attempt.stop() == Stop.SHUTDOWN) {
      cancelStage(attempt);
    }
  }

  private void cancelStage(Attempt attempt) {
    threads.execute(attempt::cancelStage);
  }
}
