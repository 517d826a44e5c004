package io.sitq.testkit;

/** One way to come by a Redis. */
interface RedisProvider {

  RedisSource source();

  /**
   * Gives a Redis that answers, in bounded time.
   *
   * @throws ProviderUnavailableException if this way is not open here; the next one may be
   */
  RunningRedis provide(ServerSettings settings) throws ProviderUnavailableException;

  /** What a person does to open this way, worded as a request. */
  String remedy();
}
