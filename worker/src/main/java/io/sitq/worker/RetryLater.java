package io.sitq.worker;

import io.sitq.ConfigurationException;
import io.sitq.SitqException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler that wants another attempt after a delay that it knows better than the
 * backoff, such as a server's {@code Retry-After}. Attempts are still counted: when none remain,
 * which under the default policy of one attempt is at once, the task fails, and its error says how
 * many were used up. The stored error is the cause's, or this exception's if there is no cause.
 */
public class RetryLater extends SitqException {
  private static final long serialVersionUID = 1L;

  private final Duration delay;

  /** Another attempt after {@code delay}; a negative one is refused. */
  public RetryLater(Duration delay) {
    this(delay, "the handler asked for another attempt after " + delay);
  }

  /** Another attempt after {@code delay}, because of {@code message}. */
  public RetryLater(Duration delay, String message) {
    this(delay, message, null);
  }

  /**
   * Another attempt after {@code delay}, because of {@code cause}.
   *
   * @throws ConfigurationException if {@code delay} is negative
   */
  public RetryLater(Duration delay, String message, @Nullable Throwable cause) {
    super(message, cause);
    if (delay.isNegative()) {
      throw new ConfigurationException("delay", "must not be negative", delay);
    }
    this.delay = delay;
  }

  /** How long until the next attempt. */
  public Duration delay() {
    return delay;
  }
}
