package io.sitq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When a failed attempt is followed by another one. Immutable: each method returns a copy with one
 * thing changed. Null is refused with a {@link ConfigurationException}.
 *
 * <pre>{@code
 * RetryPolicy.exponential(Duration.ofSeconds(1)).maxAttempts(5).giveUpOn(SecurityException.class)
 * }</pre>
 */
public final class RetryPolicy {
  /** The attempts of a policy that is given a backoff and no number. */
  public static final int DEFAULT_MAX_ATTEMPTS = 3;

  private static final RetryPolicy NEVER =
      new RetryPolicy(1, Backoff.exponential(Duration.ofSeconds(1)), List.of(), List.of(), null);

  private final int maxAttempts;
  private final Backoff backoff;
  private final List<Class<? extends Throwable>> retryOn;
  private final List<Class<? extends Throwable>> giveUpOn;
  private final @Nullable CustomDelay custom;

  private RetryPolicy(
      int maxAttempts,
      Backoff backoff,
      List<Class<? extends Throwable>> retryOn,
      List<Class<? extends Throwable>> giveUpOn,
      @Nullable CustomDelay custom) {
    this.maxAttempts = maxAttempts;
    this.backoff = backoff;
    this.retryOn = List.copyOf(retryOn);
    this.giveUpOn = List.copyOf(giveUpOn);
    this.custom = custom;
  }

  /** Decides on the delay from the attempt that failed and what it threw. */
  @FunctionalInterface
  public interface CustomDelay {
    /**
     * The delay before the next attempt, or empty to give up.
     *
     * @param failedAttempt which attempt failed, counted from 1
     * @param error what it threw
     */
    Optional<Duration> after(int failedAttempt, Throwable error);
  }

  /** One attempt. The default of every handler. */
  public static RetryPolicy never() {
    return NEVER;
  }

  /** Up to 3 attempts, the same delay before each. */
  public static RetryPolicy fixed(Duration delay) {
    return of(Backoff.fixed(delay));
  }

  /** Up to 3 attempts, {@code initial × n} after the n-th failure. */
  public static RetryPolicy linear(Duration initial) {
    return of(Backoff.linear(initial));
  }

  /** Up to 3 attempts, the delay doubling from {@code initial}. */
  public static RetryPolicy exponential(Duration initial) {
    return of(Backoff.exponential(initial));
  }

  /** Up to 3 attempts with this backoff. */
  public static RetryPolicy of(Backoff backoff) {
    Checks.setting("backoff", backoff);
    return new RetryPolicy(DEFAULT_MAX_ATTEMPTS, backoff, List.of(), List.of(), null);
  }

  /**
   * Up to 3 attempts with delays from a function. If it throws, the task is given up, and its error
   * says so.
   */
  public static RetryPolicy custom(CustomDelay delays) {
    Checks.setting("delays", delays);
    return new RetryPolicy(DEFAULT_MAX_ATTEMPTS, NEVER.backoff, List.of(), List.of(), delays);
  }

  /**
   * With another number of executions, the first included.
   *
   * @throws ConfigurationException if it is less than 1
   */
  public RetryPolicy maxAttempts(int newMaxAttempts) {
    if (newMaxAttempts < 1) {
      throw new ConfigurationException("maxAttempts", "must be at least 1", newMaxAttempts);
    }
    return new RetryPolicy(newMaxAttempts, backoff, retryOn, giveUpOn, custom);
  }

  /** With another backoff. */
  public RetryPolicy backoff(Backoff newBackoff) {
    Checks.setting("backoff", newBackoff);
    return new RetryPolicy(maxAttempts, newBackoff, retryOn, giveUpOn, custom);
  }

  /** Tries again only after this type or its subtypes; may be called for several. Default: all. */
  public RetryPolicy retryOn(Class<? extends Throwable> type) {
    return new RetryPolicy(maxAttempts, backoff, plus(retryOn, type), giveUpOn, custom);
  }

  /** Never tries again after this type or its subtypes; wins over {@link #retryOn}. */
  public RetryPolicy giveUpOn(Class<? extends Throwable> type) {
    return new RetryPolicy(maxAttempts, backoff, retryOn, plus(giveUpOn, type), custom);
  }

  /** How many executions, the first included. */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** How long to wait between them. */
  public Backoff backoff() {
    return backoff;
  }

  /**
   * The delay before the next attempt, or empty to give up.
   *
   * @param failedAttempt which attempt failed, counted from 1
   * @param error what it threw
   */
  public Optional<Duration> delayAfter(int failedAttempt, Throwable error) {
    Predicate<Class<? extends Throwable>> matches = type -> type.isInstance(error);
    if (failedAttempt >= maxAttempts
        || giveUpOn.stream().anyMatch(matches)
        || !(retryOn.isEmpty() || retryOn.stream().anyMatch(matches))) {
      return Optional.empty();
    }
    return custom == null
        ? Optional.of(backoff.delayAfter(failedAttempt))
        : custom.after(failedAttempt, error);
  }

  private static List<Class<? extends Throwable>> plus(
      List<Class<? extends Throwable>> types, Class<? extends Throwable> type) {
    List<Class<? extends Throwable>> longer = new ArrayList<>(types);
    longer.add(Checks.setting("error type", type));
    return longer;
  }
}
