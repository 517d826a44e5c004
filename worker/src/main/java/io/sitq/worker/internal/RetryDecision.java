package io.sitq.worker.internal;

import io.sitq.RetryPolicy;
import io.sitq.spi.ExecutionOptions;
import io.sitq.worker.GiveUp;
import io.sitq.worker.RetryLater;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a failed attempt is followed by another one.
 *
 * @param delay until the next one; null to give up
 * @param ruleError what the handler's retry rule threw when it was asked, which gives up; else null
 * @param refusal why a handler that asked for another attempt gets none; else null
 */
record RetryDecision(
    @Nullable Duration delay, @Nullable Throwable ruleError, @Nullable String refusal) {
  /** No delay is longer: what a rule may ask for, and the backend can store. */
  static final Duration LONGEST_DELAY = Duration.ofDays(3650);

  private static final RetryDecision GIVE_UP = new RetryDecision(null, null, null);

  /**
   * Decides by the handler's policy, with the number of attempts and the backoff that the producer
   * asked for, if any. A handler's own wish wins over the rules, but not over the number.
   */
  static RetryDecision of(
      RetryPolicy policy, ExecutionOptions asked, int failedAttempt, Throwable thrown) {
    Throwable error = Causes.unwrapped(thrown);
    RetryPolicy effective =
        asked.maxAttempts() > 0 ? policy.maxAttempts(asked.maxAttempts()) : policy;
    if (error instanceof GiveUp) {
      return GIVE_UP;
    }
    if (failedAttempt >= effective.maxAttempts()) {
      return error instanceof RetryLater
          ? refused(failedAttempt, effective.maxAttempts())
          : GIVE_UP;
    }
    try {
      if (error instanceof RetryLater later) {
        return after(later.delay());
      }
      Optional<Duration> delay = effective.delayAfter(failedAttempt, error);
      if (delay.isEmpty()) {
        return GIVE_UP;
      }
      return after(
          asked.backoff() == null ? delay.get() : asked.backoff().delayAfter(failedAttempt));
    } catch (Throwable e) {
      FatalErrors.rethrow(e);
      return broken(e);
    }
  }

  /** The retry rule threw. */
  static RetryDecision broken(Throwable ruleError) {
    return new RetryDecision(null, ruleError, null);
  }

  private static RetryDecision refused(int failedAttempt, int maxAttempts) {
    return new RetryDecision(
        null, null, "no attempt is left: used " + failedAttempt + " of " + maxAttempts);
  }

  private static RetryDecision after(Duration delay) {
    Duration atLeastNone = delay.isNegative() ? Duration.ZERO : delay;
    return new RetryDecision(
        atLeastNone.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : atLeastNone, null, null);
  }
}
