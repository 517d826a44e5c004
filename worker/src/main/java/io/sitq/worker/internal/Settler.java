package io.sitq.worker.internal;

import io.sitq.WorkerException;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where attempts of a queue are settled. The backend is told, then the listeners, and
 * then the place is free, so that a worker whose backend is away takes no more than it can answer
 * for. The answer comes on a thread of the backend's, which must not be held.
 */
final class Settler {
  private static final Logger log = LoggerFactory.getLogger("io.sitq.worker");

  private final QueueConsumer consumer;
  private final Shared shared;

  Settler(QueueConsumer consumer, Shared shared) {
    this.consumer = consumer;
    this.shared = shared;
  }

  /** Settles an attempt that the caller has ended. */
  void settle(Attempt attempt, Outcome outcome) {
    Settlement settlement = settlement(attempt, outcome);
    CompletionStage<SettleOutcome> answer;
    try {
      answer = consumer.settle(settlement);
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      answered(attempt, settlement, null, e);
      return;
    }
    CompletionStage<SettleOutcome> unused =
        answer.whenComplete((what, error) -> answered(attempt, settlement, what, error));
  }

  /** Forgets an attempt that must not be settled. */
  void drop(Attempt attempt) {
    free(attempt);
  }

  private Settlement settlement(Attempt attempt, Outcome outcome) {
    try {
      return shared.settlements().make(attempt, outcome);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      String message = "the worker could not tell what became of the task: " + e;
      return shared
          .settlements()
          .make(attempt, new Outcome.Refused(new WorkerException(shared.workerId(), message, e)));
    }
  }

  private void answered(
      Attempt attempt,
      Settlement settlement,
      @Nullable SettleOutcome answer,
      @Nullable Throwable error) {
    try {
      if (answer == null) {
        notSettled(attempt.delivery(), error);
      } else {
        shared.events().settled(attempt, settlement, answer);
      }
    } finally {
      free(attempt);
    }
  }

  private void free(Attempt attempt) {
    attempt.answered();
    shared.inFlight().remove(attempt);
  }

  private static void notSettled(Delivery delivery, @Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    log.atError()
        .addKeyValue("task_id", delivery.id())
        .addKeyValue("task", delivery.task())
        .addKeyValue("queue", delivery.queue())
        .addKeyValue("attempt", delivery.attempt())
        .log("What became of a task could not be stored, it will be executed again: {}", cause);
  }
}
