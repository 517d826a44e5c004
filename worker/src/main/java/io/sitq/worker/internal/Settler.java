package io.sitq.worker.internal;

import io.sitq.WorkerException;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.StartOutcome;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where attempts of a queue are settled: the backend is told, then the listeners. The
 * place is free as soon as the backend is told, if not too much waits for its answers already, so
 * that a worker whose backend is away takes no more than it can answer for. The answer comes on a
 * thread of the backend's, which must not be held.
 */
final class Settler {
  private static final Logger log = LoggerFactory.getLogger("io.sitq.worker");

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final QueueConsumer consumer;
  private final Shared shared;

  Settler(QueueConsumer consumer, Shared shared) {
    this.consumer = consumer;
    this.shared = shared;
  }

  /** Settles an attempt that the caller has ended. */
  void settle(Attempt attempt, Outcome outcome) {
    CompletionStage<SettleOutcome> answer;
    Settlement settlement;
    int weight;
    try {
      settlement = settlement(attempt, outcome);
      weight = Unanswered.weight(settlement);
      // what is stored alone is sealed: listeners are told in plain text
      answer = consumer.settle(shared.sealing().sealSettlement(settlement));
    } catch (Throwable e) {
      notSettled(attempt, e);
      return;
    }
    boolean counted = shared.unanswered().add(weight);
    CompletionStage<?> unused =
        answer.whenComplete(
            (what, error) -> {
              if (counted) {
                shared.unanswered().remove(weight);
              }
              if (error == null) {
                settled(attempt, settlement, what);
              } else {
                notSettled(attempt, error);
              }
            });
    if (counted) {
      attempt.sent();
    }
  }

  /** Says that a suspect starts, before anything of it is decoded; waits for the answer. */
  StartOutcome markStart(Attempt attempt) throws InterruptedException {
    return Stages.join(
        "mark the start of a suspect",
        consumer.markStart(attempt.delivery(), StartGate.isAlone(attempt)),
        ANSWER);
  }

  /** Forgets an attempt that must not be settled. */
  void drop(Attempt attempt) {
    free(attempt);
  }

  private Settlement settlement(Attempt attempt, Outcome outcome) {
    try {
      return shared.settlements().make(attempt, outcome);
    } catch (Throwable e) {
      FatalErrors.rethrow(e);
      // Only its name: whatever else it has to say is said by code that may throw again.
      String message =
          "the worker could not tell what became of the task: " + e.getClass().getName();
      WorkerException told = new WorkerException(shared.workerId(), message, null);
      return shared.settlements().make(attempt, new Outcome.Refused(told));
    }
  }

  /** On a thread of the backend's, which swallows what is thrown. */
  private void settled(Attempt attempt, Settlement settlement, SettleOutcome answer) {
    try {
      shared.lastAnswer().heard();
      shared.events().settled(attempt, settlement, answer);
    } catch (Throwable e) {
      shared.fatalErrors().tellOrLog("Telling of a settled task", e);
    } finally {
      free(attempt);
    }
  }

  private void notSettled(Attempt attempt, Throwable error) {
    try {
      if (!shared.fatalErrors().tell(error)) {
        logNotSettled(attempt.delivery(), Causes.unwrapped(error));
      }
    } finally {
      free(attempt);
    }
  }

  /** The attempt needs its place no more. */
  void over(Attempt attempt) {
    shared.gate().over(attempt);
  }

  private void free(Attempt attempt) {
    attempt.answered();
    shared.gate().answered(attempt);
    shared.inFlight().remove(attempt);
  }

  private static void logNotSettled(Delivery delivery, Throwable error) {
    log.atError()
        .setCause(error)
        .addKeyValue("task_id", LogText.of(delivery.id()))
        .addKeyValue("task", LogText.of(delivery.task()))
        .addKeyValue("queue", delivery.queue())
        .addKeyValue("attempt", delivery.attempt())
        .log("What became of a task could not be stored, it will be executed again");
  }
}
