package io.sitq;

import io.sitq.spi.Limits;
import io.sitq.spi.Names;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules for what callers pass in; each refusal says parameter, rule and value. */
final class Checks {
  /** Times beyond this are mistakes, and would overflow in milliseconds sooner or later. */
  static final Duration LONGEST = Duration.ofDays(3650);

  private Checks() {}

  static <T> T notNull(String parameter, @Nullable T value) {
    if (value == null) {
      throw new TaskValidationException(
          parameter, "not null", parameter + " must not be null: pass a value or leave it out");
    }
    return value;
  }

  /** For what is set once, and not passed with a task. */
  static <T> T setting(String parameter, @Nullable T value) {
    if (value == null) {
      throw new ConfigurationException(parameter, "must not be null", null);
    }
    return value;
  }

  static void notNegative(String parameter, @Nullable Duration value) {
    Duration given = notNull(parameter, value);
    if (given.isNegative()) {
      throw refused(parameter, "must not be negative", given);
    }
  }

  static void atLeastOneMilli(String parameter, @Nullable Duration value) {
    Duration given = notNull(parameter, value);
    if (given.compareTo(Duration.ofMillis(1)) < 0) {
      throw refused(parameter, "must be at least 1 ms", given);
    }
    if (given.compareTo(LONGEST) > 0) {
      throw refused(parameter, "must be at most 10 years", given);
    }
  }

  static void atLeastOne(String parameter, int value) {
    if (value < 1) {
      throw refused(parameter, "must be at least 1", value);
    }
  }

  static String queueName(@Nullable String name) {
    return Names.requireQueue(notNull("queue", name));
  }

  static String taskId(@Nullable String id) {
    String given = notNull("id", id);
    int colon = given.indexOf(':');
    if (colon >= 0) {
      Names.requireQueue(given.substring(0, colon));
    }
    Names.requireLocalId(given.substring(colon + 1));
    return given;
  }

  static Map<String, String> headers(Map<String, String> headers) {
    if (headers.size() > Limits.HEADERS) {
      throw refused("headers", "must be at most " + Limits.HEADERS, headers.size());
    }
    headers.forEach(
        (name, value) -> {
          if (notNull("header name", name).isEmpty() || name.length() > Limits.NAME_CHARS) {
            throw refused(
                "header name", "must have 1 to " + Limits.NAME_CHARS + " characters", name);
          }
          if (notNull("header " + name, value).length() > Limits.HEADER_VALUE_CHARS) {
            throw refused(
                "header " + name,
                "must have at most " + Limits.HEADER_VALUE_CHARS + " characters",
                value.length());
          }
        });
    return Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  static TaskValidationException refused(String parameter, String rule, @Nullable Object value) {
    return new TaskValidationException(parameter, rule, parameter + " " + rule + ", got " + value);
  }
}
