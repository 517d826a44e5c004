package io.sitq.worker.internal;

import io.sitq.BackendException;
import io.sitq.spi.Delivery;
import io.sitq.spi.StartOutcome;
import io.sitq.worker.internal.Attempt.Stop;
import io.sitq.worker.internal.DeliveryOpener.Opened;
import io.sitq.worker.internal.DeliveryOpener.Opened.Ready;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one task of a queue in this worker: taken, opened, handled, ended. All of it on a
 * handler thread, after which a stage may hold the task without one. Handler, timeout, cancellation
 * and shutdown may all come to its end, which {@link Attempt} lets happen once.
 */
final class TaskRunner {
  private static final Logger log = LoggerFactory.getLogger("io.sitq.worker");

  private final Shared shared;
  private final QueueCapacity capacity;
  private final Settler settler;

  TaskRunner(Shared shared, QueueCapacity capacity, Settler settler) {
    this.shared = shared;
    this.capacity = capacity;
    this.settler = settler;
  }

  /** Begins a task that was taken and whose place is reserved. */
  void start(Attempt attempt) {
    shared.gate().enter(attempt, () -> guarded(attempt, () -> execute(attempt)));
  }

  /** Waits while no task could start, whatever its place. */
  void awaitOpen() throws InterruptedException {
    shared.gate().awaitOpen();
  }

  /** Gives back a task that was taken, since the worker stops. */
  void release(Attempt attempt) {
    attempt.end(new Outcome.Stopped());
  }

  /** Takes a task over at once, even if it has to wait for its place: from here on it is held. */
  Attempt take(Delivery delivery) {
    Attempt attempt = new Attempt(delivery, capacity, settler, shared.time());
    shared.inFlight().add(attempt);
    shared.canceller().taken(attempt);
    return attempt;
  }

  private void execute(Attempt attempt) {
    attempt.begun();
    if (attempt.leaseIsOlderThan(shared.leases().startUntil())) {
      attempt.end(new Outcome.Stopped()); // it may be another worker's before it has begun
      return;
    }
    if (StartGate.isSuspect(attempt) && !mayStart(attempt)) {
      return;
    }
    Opened opened = shared.opener().open(attempt);
    if (opened instanceof Opened.Ended ended) {
      attempt.end(ended.outcome());
    } else if (opened instanceof Ready ready) {
      handle(attempt, ready);
    }
  }

  /** Whether a suspect may start, its start marked; if not, it has been ended. */
  private boolean mayStart(Attempt attempt) {
    StartOutcome answer;
    try {
      answer = settler.markStart(attempt);
    } catch (InterruptedException | BackendException e) {
      attempt.end(new Outcome.Stopped()); // unmarked it must not start, and it is not its fault
      return false;
    }
    switch (answer) {
      case MARKED -> {
        return true;
      }
      case CANCELLED -> attempt.end(new Outcome.Cancelled());
      case LOST -> attempt.drop();
    }
    return false;
  }

  private void handle(Attempt attempt, Ready ready) {
    if (!attempt.enter()) {
      attempt.end(AttemptStopper.stopped(attempt.stop()));
      return;
    }
    HandlerCall call;
    try {
      shared.events().started(attempt);
      shared.stopper().limit(attempt, ready.timeout().toMillis());
      call = HandlerCall.of(attempt, ready, shared.workerId(), shared.leases().startUntil());
      if (call.value() instanceof CompletionStage<?> stage && ready.task().code().async()) {
        attempt.heldBy(stage);
      }
    } finally {
      attempt.leave();
    }
    if (call.value() instanceof CompletionStage<?> stage && ready.task().code().async()) {
      await(attempt, ready, stage);
    } else {
      handled(attempt, ready, call.value(), call.thrown());
    }
  }

  private void await(Attempt attempt, Ready ready, CompletionStage<?> stage) {
    CompletionStage<?> unused =
        stage.whenComplete(
            (value, thrown) -> guarded(attempt, () -> handled(attempt, ready, value, thrown)));
    shared.stopper().stopStage(attempt, ready.timeout()); // unless it was complete already
  }

  private void handled(
      Attempt attempt, Ready ready, @Nullable Object value, @Nullable Throwable thrown) {
    if (thrown != null && shared.fatalErrors().tell(thrown)) {
      attempt.drop();
    } else if (!attempt.isEnded()) {
      attempt.end(outcome(attempt, ready, value, thrown));
    }
  }

  private static Outcome outcome(
      Attempt attempt, Ready ready, @Nullable Object value, @Nullable Throwable thrown) {
    Stop stop = attempt.stop(); // read once: it may still change
    if (stop == Stop.TIMEOUT) {
      Throwable error =
          AttemptStopper.timedOut(attempt, ready.timeout(), "its handler was interrupted");
      return new Outcome.Failed(thrown == null ? error : error.initCause(thrown));
    }
    if (thrown == null) {
      return ResultEncoder.outcome(ready.envelope(), ready.codecs(), value);
    }
    // A value that was returned is kept whatever came meanwhile; what is thrown then is an answer.
    return stop == Stop.NONE ? new Outcome.Failed(thrown) : AttemptStopper.stopped(stop);
  }

  /** Whatever goes wrong in sitq itself must not leave an attempt without an end. */
  private void guarded(Attempt attempt, Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      if (shared.fatalErrors().tell(e)) {
        attempt.drop();
      } else {
        log.atError()
            .setCause(e)
            .addKeyValue("task_id", LogText.of(attempt.delivery().id()))
            .addKeyValue("task", LogText.of(attempt.delivery().task()))
            .addKeyValue("queue", attempt.delivery().queue())
            .log("Executing a task failed outside its handler");
        attempt.end(new Outcome.Refused(e));
      }
    }
  }
}
