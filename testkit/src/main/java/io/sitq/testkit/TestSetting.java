package io.sitq.testkit;

import org.jspecify.annotations.Nullable;

/** A setting of the test run: a system property, else an environment variable. */
enum TestSetting {
  /** The URI of a Redis to share. */
  REDIS("sitq.test.redis", "SITQ_TEST_REDIS"),
  /** The image for containers. */
  REDIS_IMAGE("sitq.test.redis.image", "SITQ_TEST_REDIS_IMAGE"),
  /** Names of {@link RedisSource}, with commas between: no other is tried. */
  REDIS_SOURCES("sitq.test.redis.sources", "SITQ_TEST_REDIS_SOURCES");

  private final String property;
  private final String variable;

  TestSetting(String property, String variable) {
    this.property = property;
    this.variable = variable;
  }

  /** Null when not set; blank counts as not set, since CI files can't always unset a variable. */
  @Nullable String value() {
    String value = System.getProperty(property);
    if (value == null || value.isBlank()) {
      value = System.getenv(variable);
    }
    return value == null || value.isBlank() ? null : value.strip();
  }

  String variable() {
    return variable;
  }
}
