package io.sitq.worker.internal;

import io.sitq.AttemptError;
import io.sitq.TaskFailure;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.Delivery;
import io.sitq.spi.Envelope;
import io.sitq.spi.ExecutionOptions;
import io.sitq.spi.Limits;
import io.sitq.spi.Settlement;
import io.sitq.spi.TimeSource;
import io.sitq.worker.HandlerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the outcome of an attempt into what the backend is asked to do: retries, TTLs, limits. */
final class SettlementMaker {
  /** How long the fact is kept that a task succeeded whose value is not kept. */
  static final Duration NO_RESULT_TTL = Duration.ofMinutes(10);

  /** How long the fact is kept that a task was cancelled, unless its producer says otherwise. */
  static final Duration CANCELLED_TTL = Duration.ofDays(1);

  /** What tasks count as whose names are anybody's. */
  private static final String UNKNOWN = "unknown";

  private final KnownTasks tasks;
  private final String workerId;
  private final TimeSource time;

  SettlementMaker(KnownTasks tasks, String workerId, TimeSource time) {
    this.tasks = tasks;
    this.workerId = workerId;
    this.time = time;
  }

  Settlement make(Attempt attempt, Outcome outcome) {
    Delivery delivery = attempt.delivery();
    AttemptFacts facts = facts(attempt);
    if (outcome instanceof Outcome.Succeeded succeeded) {
      return new Settlement.Success(delivery, facts, succeeded.value(), successTtl(attempt));
    }
    if (outcome instanceof Outcome.Cancelled) {
      return new Settlement.Cancellation(delivery, facts, ttl(attempt, CANCELLED_TTL));
    }
    if (outcome instanceof Outcome.HandedBack handedBack) {
      return new Settlement.Release(delivery, facts, handedBack.delay(), true);
    }
    if (outcome instanceof Outcome.Failed failed) {
      return retryOrFailure(attempt, facts, failed.error());
    }
    if (outcome instanceof Outcome.Refused refused) {
      return failure(attempt, facts, FailureReport.of(refused.error()));
    }
    return new Settlement.Release(delivery, facts, Duration.ZERO, false);
  }

  private Settlement retryOrFailure(Attempt attempt, AttemptFacts facts, Throwable error) {
    Delivery delivery = attempt.delivery();
    RetryDecision decision =
        RetryDecision.of(options(attempt).retry(), asked(attempt), delivery.attempt(), error);
    TaskFailure failure = FailureReport.of(error, decision);
    if (decision.delay() == null) {
      return failure(attempt, facts, failure);
    }
    List<AttemptError> errors = new ArrayList<>(delivery.errors());
    errors.add(
        new AttemptError(
            delivery.attempt(),
            failure.errorType(),
            failure.error(),
            Instant.ofEpochMilli(facts.finishedAtMillis())));
    return new Settlement.Retry(delivery, facts, failure, newest(errors), decision.delay());
  }

  private static Settlement failure(Attempt attempt, AttemptFacts facts, TaskFailure failure) {
    Delivery delivery = attempt.delivery();
    Duration ttl = ttl(attempt, options(attempt).failureTtl());
    return new Settlement.Failure(delivery, facts, failure, newest(delivery.errors()), ttl);
  }

  private static Duration successTtl(Attempt attempt) {
    return asked(attempt).keepResult() ? ttl(attempt, options(attempt).resultTtl()) : NO_RESULT_TTL;
  }

  /** What the producer asked for, if anything. */
  private static Duration ttl(Attempt attempt, Duration otherwise) {
    long asked = asked(attempt).resultTtlMillis();
    return asked > 0 ? Duration.ofMillis(asked) : otherwise;
  }

  private AttemptFacts facts(Attempt attempt) {
    Delivery delivery = attempt.delivery();
    Envelope envelope = attempt.envelope();
    return new AttemptFacts(
        tasks.find(delivery.task()) == null ? UNKNOWN : delivery.task(),
        delivery.attempt(),
        delivery.crashes(),
        workerId,
        envelope == null ? 0 : envelope.enqueuedAtMillis(),
        attempt.startedMillis(),
        time.wallMillis());
  }

  private static List<AttemptError> newest(List<AttemptError> errors) {
    int surplus = errors.size() - Limits.ATTEMPT_ERRORS;
    return surplus <= 0 ? errors : List.copyOf(errors.subList(surplus, errors.size()));
  }

  private static ExecutionOptions asked(Attempt attempt) {
    @Nullable Envelope envelope = attempt.envelope();
    return envelope == null ? ExecutionOptions.DEFAULTS : envelope.options();
  }

  private static HandlerOptions options(Attempt attempt) {
    @Nullable KnownTask task = attempt.task();
    return task == null ? HandlerOptions.defaults() : task.options();
  }
}
