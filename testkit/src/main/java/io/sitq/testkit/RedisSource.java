package io.sitq.testkit;

/** Where a {@link SitqRedis} comes from, in the order in which the sources are tried. */
public enum RedisSource {
  /** The server that {@code SITQ_TEST_REDIS} names. It was there before and stays. */
  ENVIRONMENT,
  /** A container that Testcontainers started on a Docker engine. */
  TESTCONTAINERS,
  /** A process of the {@code redis-server} found on the {@code PATH}. */
  REDIS_SERVER_ON_PATH,
  /** A process of a binary that came inside a JAR. */
  EMBEDDED
}
