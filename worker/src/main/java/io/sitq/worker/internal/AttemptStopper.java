package io.sitq.worker.internal;

import io.sitq.TaskTimeoutException;
import io.sitq.worker.internal.Attempt.Holder;
import io.sitq.worker.internal.Attempt.Stop;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends attempts that must not go on: their timeout is over, somebody cancels them, their lease is
 * lost, or the worker stops. A handler's thread is interrupted and given a grace to return; a stage
 * is cancelled.
 */
final class AttemptStopper {
  /** How long a handler may take to yield to an interrupt before it counts as stuck. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger("io.sitq.worker");

  private final Timers timers;
  private final Executor threads;
  private final Duration grace;
  private final FatalErrors fatalErrors;

  /** {@code threads} run what users made depend on a stage that is cancelled. */
  AttemptStopper(Timers timers, Executor threads, Duration grace, FatalErrors fatalErrors) {
    this.timers = timers;
    this.threads = threads;
    this.grace = grace;
    this.fatalErrors = fatalErrors;
  }

  /** Limits an attempt that begins now. */
  void limit(Attempt attempt, long timeoutMillis) {
    if (timeoutMillis > 0) {
      Duration timeout = Duration.ofMillis(timeoutMillis);
      attempt.limitedBy(timers.after(timeout, () -> timeOut(attempt, timeout)));
    }
  }

  private void timeOut(Attempt attempt, Duration timeout) {
    Holder holder = attempt.stop(Stop.TIMEOUT);
    if (holder == Holder.THREAD) {
      attempt.givenGraceBy(timers.after(grace, () -> giveUp(attempt, timeout)));
    } else if (holder == Holder.STAGE) {
      endStage(attempt, stageTimedOut(attempt, timeout));
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

  private static Outcome stageTimedOut(Attempt attempt, Duration timeout) {
    return new Outcome.Failed(timedOut(attempt, timeout, "its stage was cancelled"));
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

  /**
   * Ends an attempt whose task somebody cancels. Does nothing if it was told to stop before: then
   * the backend refuses to try the task again.
   */
  void cancel(Attempt attempt) {
    Holder holder = attempt.stop(Stop.CANCEL);
    if (holder == Holder.THREAD) {
      attempt.givenGraceBy(timers.after(grace, () -> giveUpCancelled(attempt)));
    } else if (holder == Holder.STAGE) {
      endStage(attempt, new Outcome.Cancelled());
    } else if (holder == Holder.NOT_BEGUN) {
      attempt.end(new Outcome.Cancelled());
    }
  }

  private void giveUpCancelled(Attempt attempt) {
    StackTraceElement[] frames = attempt.frames();
    if (frames.length > 0) {
      Throwable where = new Throwable("where it hangs");
      where.setStackTrace(frames);
      log.atWarn()
          .setCause(where)
          .addKeyValue("task_id", LogText.of(attempt.delivery().id()))
          .addKeyValue("task", LogText.of(attempt.delivery().task()))
          .addKeyValue("queue", attempt.delivery().queue())
          .log(
              "A cancelled task's handler did not yield to its interrupt within {} and is stuck",
              grace);
    }
    attempt.end(new Outcome.Cancelled());
  }

  /**
   * Stops an attempt whose lease is another worker's. What becomes of it is settled all the same,
   * and refused: that is when listeners are told.
   */
  void lose(Attempt attempt) {
    Holder holder = attempt.stop(Stop.LOST);
    if (holder == Holder.THREAD) {
      attempt.givenGraceBy(timers.after(grace, () -> attempt.end(new Outcome.Stopped())));
    } else if (holder == Holder.STAGE) {
      endStage(attempt, new Outcome.Stopped());
    } else if (holder == Holder.NOT_BEGUN) {
      attempt.end(new Outcome.Stopped());
    }
  }

  /** How an attempt ends that was told to stop, and did, before its handler had a result. */
  static Outcome stopped(Stop reason) {
    return reason == Stop.CANCEL ? new Outcome.Cancelled() : new Outcome.Stopped();
  }

  /** Tells a handler that the worker stops; {@link #release} follows if it takes too long. */
  void shutDown(Attempt attempt) {
    if (attempt.stop(Stop.SHUTDOWN) == Holder.STAGE) {
      cancelStage(attempt);
    }
  }

  /** Gives the task back, whatever the handler does; one that was cancelled ends. */
  void release(Attempt attempt) {
    attempt.end(stopped(attempt.stop()));
  }

  /** A handler that was told to stop has returned a stage nevertheless. */
  void stopStage(Attempt attempt, Duration timeout) {
    switch (attempt.stop()) {
      case TIMEOUT -> endStage(attempt, stageTimedOut(attempt, timeout));
      case CANCEL -> endStage(attempt, new Outcome.Cancelled());
      case EXPIRED, LOST -> endStage(attempt, new Outcome.Stopped());
      case SHUTDOWN -> cancelStage(attempt);
      case NONE -> {}
    }
  }

  private void endStage(Attempt attempt, Outcome outcome) {
    attempt.end(outcome);
    cancelStage(attempt);
  }

  private void cancelStage(Attempt attempt) {
    threads.execute(fatalErrors.watched("Cancelling a stage", attempt::cancelStage));
  }
}
