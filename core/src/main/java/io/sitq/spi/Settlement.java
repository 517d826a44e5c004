package io.sitq.spi;

import io.sitq.AttemptError;
import io.sitq.TaskFailure;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a worker ends an attempt. */
public sealed interface Settlement {
  /** What was delivered. */
  Delivery delivery();

  /** What is kept of the attempt. */
  AttemptFacts facts();

  /**
   * Ends the task with a value.
   *
   * @param value null if the value is not kept
   * @param ttl how long the result is kept; at least a millisecond
   */
  record Success(Delivery delivery, AttemptFacts facts, @Nullable EncodedValue value, Duration ttl)
      implements Settlement {}

  /**
   * Ends the task with an error and keeps it as a dead letter.
   *
   * @param errors earlier attempts, oldest first
   * @param ttl how long the result is kept; at least a millisecond
   */
  record Failure(
      Delivery delivery,
      AttemptFacts facts,
      TaskFailure failure,
      List<AttemptError> errors,
      Duration ttl)
      implements Settlement {}

  /**
   * Ends the task because somebody cancelled it.
   *
   * @param ttl how long that is kept; at least a millisecond
   */
  record Cancellation(Delivery delivery, AttemptFacts facts, Duration ttl) implements Settlement {}

  /**
   * Ends the attempt and schedules the next one.
   *
   * @param failure why
   * @param errors earlier attempts and this one, oldest first
   * @param delay until the next one is due
   */
  record Retry(
      Delivery delivery,
      AttemptFacts facts,
      TaskFailure failure,
      List<AttemptError> errors,
      Duration delay)
      implements Settlement {}

  /**
   * Gives the task back uncharged, as if it had not been delivered.
   *
   * @param delay until it is ready again; zero for at once
   * @param handback whether this counts as a worker that doesn't know the task
   */
  record Release(Delivery delivery, AttemptFacts facts, Duration delay, boolean handback)
      implements Settlement {}
}
