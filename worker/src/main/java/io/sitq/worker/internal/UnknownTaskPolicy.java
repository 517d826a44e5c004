package io.sitq.worker.internal;

import java.time.Duration;

/**
 * How tasks of a name that nobody here knows are handed back.
 *
 * @param delay how long the first time
 * @param maxDelay how long at most, the delay doubling
 * @param handbacks how often before the task fails
 */
public record UnknownTaskPolicy(Duration delay, Duration maxDelay, int handbacks) {
  /** Whether a task that was handed back so often may be so again. */
  boolean allowsAnother(int handedBack) {
    return handedBack < handbacks;
  }

  /** How long a task that was handed back so often is held back now. */
  Duration delayAfter(int handedBack) {
    double factor = Math.pow(2, Math.min(Math.max(handedBack, 0), 62));
    double millis = Math.min(delay.toMillis() * factor, (double) maxDelay.toMillis());
    return Duration.ofMillis((long) millis);
  }
}
