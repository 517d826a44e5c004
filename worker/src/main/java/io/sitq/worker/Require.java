package io.sitq.worker;

import io.sitq.ConfigurationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The rules for settings; each refusal says parameter, rule and value. No duration is longer than
 * ten years, so that none overflows where it is counted in nanoseconds or added to a date.
 */
final class Require {
  private static final Duration LONGEST = Duration.ofDays(3650);

  private Require() {}

  static <T> T notNull(String parameter, @Nullable T value) {
    if (value == null) {
      throw new ConfigurationException(parameter, "must not be null", null);
    }
    return value;
  }

  static Duration atLeastOneMilli(String parameter, @Nullable Duration value) {
    if (notNull(parameter, value).compareTo(Duration.ofMillis(1)) < 0) {
      throw new ConfigurationException(parameter, "must be at least 1 ms", value);
    }
    return notTooLong(parameter, value);
  }

  static Duration notNegative(String parameter, @Nullable Duration value) {
    if (notNull(parameter, value).isNegative()) {
      throw new ConfigurationException(parameter, "must not be negative", value);
    }
    return notTooLong(parameter, value);
  }

  private static Duration notTooLong(String parameter, Duration value) {
    if (value.compareTo(LONGEST) > 0) {
      throw new ConfigurationException(parameter, "must be at most 3650 days", value);
    }
    return value;
  }

  static int atLeast(String parameter, int least, int value) {
    if (value < least) {
      throw new ConfigurationException(parameter, "must be at least " + least, value);
    }
    return value;
  }
}
