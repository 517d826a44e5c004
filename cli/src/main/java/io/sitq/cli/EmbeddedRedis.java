package io.sitq.cli;

import io.sitq.testkit.SitqRedis;

/** A Redis that this process starts and stops: for trying things out. */
final class EmbeddedRedis implements AutoCloseable {
  private final SitqRedis redis;

  private EmbeddedRedis(SitqRedis redis) {
    this.redis = redis;
  }

  /**
   * Starts one.
   *
   * @throws UsageException if this machine can't run any
   */
  static EmbeddedRedis start() {
    try {
      return new EmbeddedRedis(SitqRedis.embedded());
    } catch (RuntimeException e) {
      throw new UsageException(
          "no embedded Redis can be started: "
              + e.getMessage()
              + "\nStart a Redis of your own and name it by --redis.",
          e);
    }
  }

  String uri() {
    return redis.uri();
  }

  @Override
  public void close() {
    redis.close();
  }
}
