package io.sitq.worker;

import io.sitq.ConfigurationException;
import io.sitq.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the tasks of one handler are executed, unless a task was enqueued with options of its own.
 * Immutable: each method returns a copy with one thing changed.
 */
public final class HandlerOptions {
  /** How long the result of a success is kept unless set otherwise. */
  public static final Duration DEFAULT_RESULT_TTL = Duration.ofHours(24);

  /** How long the error of a failure is kept unless set otherwise; see {@link #failureTtl}. */
  public static final Duration DEFAULT_FAILURE_TTL = Duration.ofDays(7);

  private static final HandlerOptions DEFAULTS =
      new HandlerOptions(RetryPolicy.never(), null, DEFAULT_RESULT_TTL, DEFAULT_FAILURE_TTL);

  private final RetryPolicy retry;
  private final @Nullable Duration timeout;
  private final Duration resultTtl;
  private final Duration failureTtl;

  private HandlerOptions(
      RetryPolicy retry, @Nullable Duration timeout, Duration resultTtl, Duration failureTtl) {
    this.retry = retry;
    this.timeout = timeout;
    this.resultTtl = resultTtl;
    this.failureTtl = failureTtl;
  }

  /** One attempt, no timeout, results for 24 hours, errors for 7 days. */
  public static HandlerOptions defaults() {
    return DEFAULTS;
  }

  /** When a failed attempt is followed by another one. Default: never. */
  public HandlerOptions retry(RetryPolicy newRetry) {
    return new HandlerOptions(Require.notNull("retry", newRetry), timeout, resultTtl, failureTtl);
  }

  /**
   * How long an attempt may run before its thread is interrupted, or its stage cancelled, and it
   * fails with {@link io.sitq.TaskTimeoutException}. Default: no limit.
   *
   * @throws ConfigurationException unless it is at least a millisecond and at most 3650 days
   */
  public HandlerOptions timeout(Duration newTimeout) {
    return new HandlerOptions(
        retry, Require.atLeastOneMilli("timeout", newTimeout), resultTtl, failureTtl);
  }

  /**
   * How long the result of a success is kept. Default: 24 hours.
   *
   * @throws ConfigurationException unless it is at least a millisecond and at most 3650 days
   */
  public HandlerOptions resultTtl(Duration newTtl) {
    return new HandlerOptions(
        retry, timeout, Require.atLeastOneMilli("resultTtl", newTtl), failureTtl);
  }

  /**
   * How long the error of a failed task is kept: at least so long as the backend keeps dead
   * letters, 90 days by default. Once the task is pushed out of the dead letters, by their number
   * or their age, its error is kept for 7 more days at most, whatever was asked for. Default: 7
   * days.
   *
   * @throws ConfigurationException unless it is at least a millisecond and at most 3650 days
   */
  public HandlerOptions failureTtl(Duration newTtl) {
    return new HandlerOptions(
        retry, timeout, resultTtl, Require.atLeastOneMilli("failureTtl", newTtl));
  }

  /** When a failed attempt is followed by another one. */
  public RetryPolicy retry() {
    return retry;
  }

  /** How long an attempt may run, if that is limited. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** How long the result of a success is kept. */
  public Duration resultTtl() {
    return resultTtl;
  }

  /** How long the error of a failed task is kept. */
  public Duration failureTtl() {
    return failureTtl;
  }
}
