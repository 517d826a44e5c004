package io.sitq;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt. Immutable.
 *
 * @param kind how the delay grows
 * @param initial the delay before the second attempt; not negative
 * @param max no delay is longer than this, jitter included; not shorter than {@code initial}
 * @param jitter the share of each delay that is random, from 0 (none) to 1 (anything from nothing
 *     to the whole delay)
 */
public record Backoff(Kind kind, Duration initial, Duration max, double jitter) {
  /** The cap unless another is set. */
  public static final Duration DEFAULT_MAX = Duration.ofHours(1);

  /** The jitter unless another is set. */
  public static final double DEFAULT_JITTER = 0.2;

  /** How the delay grows with the number of failed attempts. */
  public enum Kind {
    /** The same delay each time. */
    FIXED,
    /** {@code initial × n} after the n-th failure. */
    LINEAR,
    /** {@code initial × 2^(n-1)} after the n-th failure. */
    EXPONENTIAL
  }

  /**
   * Checks the values.
   *
   * @throws ConfigurationException if one is out of its bounds
   */
  public Backoff {
    Checks.setting("backoff.kind", kind);
    Checks.setting("backoff.initial", initial);
    Checks.setting("backoff.max", max);
    if (initial.isNegative()) {
      throw new ConfigurationException("backoff.initial", "must not be negative", initial);
    }
    if (max.compareTo(initial) < 0) {
      throw new ConfigurationException(
          "backoff.max", "must not be shorter than initial (" + initial + ")", max);
    }
    if (max.compareTo(Checks.LONGEST) > 0) {
      throw new ConfigurationException("backoff.max", "must be at most 10 years", max);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new ConfigurationException("backoff.jitter", "must be from 0 to 1", jitter);
    }
  }

  /** The same delay each time, with the default jitter. */
  public static Backoff fixed(Duration delay) {
    return of(Kind.FIXED, delay);
  }

  /** {@code initial}, twice it, three times it, with the default cap and jitter. */
  public static Backoff linear(Duration initial) {
    return of(Kind.LINEAR, initial);
  }

  /** {@code initial}, twice it, four times it, with the default cap and jitter. */
  public static Backoff exponential(Duration initial) {
    return of(Kind.EXPONENTIAL, initial);
  }

  private static Backoff of(Kind kind, Duration initial) {
    Checks.setting("backoff.initial", initial);
    Duration max = initial.compareTo(DEFAULT_MAX) > 0 ? initial : DEFAULT_MAX;
    return new Backoff(kind, initial, max, DEFAULT_JITTER);
  }

  /** With another cap; at most 10 years. */
  public Backoff max(Duration newMax) {
    return new Backoff(kind, initial, newMax, jitter);
  }

  /** With another jitter: 0 for none. */
  public Backoff jitter(double newJitter) {
    return new Backoff(kind, initial, max, newJitter);
  }

  /**
   * The delay after {@code failures} failed attempts: {@code d × (1 - jitter)} to {@code d}, where
   * {@code d} is the delay of the kind, at most {@code max}. Never overflows.
   */
  public Duration delayAfter(int failures) {
    long base = initial.toMillis();
    double factor =
        switch (kind) {
          case FIXED -> 1;
          case LINEAR -> failures;
          case EXPONENTIAL -> Math.pow(2, Math.min(failures - 1, 62));
        };
    double capped = Math.min(base * factor, (double) max.toMillis());
    double random = ThreadLocalRandom.current().nextDouble();
    return Duration.ofMillis(Math.round(capped * (1 - jitter * random)));
  }
}
