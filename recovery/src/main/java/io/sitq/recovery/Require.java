package io.sitq.recovery;

import io.sitq.ConfigurationException;
import io.sitq.TaskValidationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rules for arguments and settings; each refusal says parameter, rule and value. */
final class Require {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(3650);

  private Require() {}

  static <T> T argument(String parameter, @Nullable T value) {
    if (value == null) {
      throw new TaskValidationException(
          parameter, "not null", parameter + " must not be null: pass a value or leave it out");
    }
    return value;
  }

  static <T> T setting(String parameter, @Nullable T value) {
    if (value == null) {
      throw new ConfigurationException(parameter, "must not be null", null);
    }
    return value;
  }

  static int atLeastOne(String parameter, int value) {
    if (value < 1) {
      throw new ConfigurationException(parameter, "must be at least 1", value);
    }
    return value;
  }

  static Duration period(String parameter, @Nullable Duration value) {
    String broken = broken(setting(parameter, value), SHORTEST);
    if (broken != null) {
      throw new ConfigurationException(parameter, broken, value);
    }
    return value;
  }

  /** How long to wait: zero reads once, which makes sense only for a task that exists. */
  static void timeout(@Nullable Duration value, boolean mayBeZero) {
    String broken = broken(argument("timeout", value), mayBeZero ? Duration.ZERO : SHORTEST);
    if (broken != null) {
      throw new TaskValidationException("timeout", broken, "timeout " + broken + ", got " + value);
    }
  }

  private static @Nullable String broken(Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      return least.isZero() ? "must not be negative" : "must be at least 1 ms";
    }
    return value.compareTo(LONGEST) > 0 ? "must be at most 10 years" : null;
  }
}
