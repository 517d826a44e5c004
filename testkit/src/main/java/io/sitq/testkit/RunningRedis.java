package io.sitq.testkit;

/** A Redis that answered a command, until it is closed. */
interface RunningRedis extends AutoCloseable {

  RedisSource source();

  /** With the password, where the server has one. */
  String uri();

  /** Stops what was started for it, nothing else. May be called twice. */
  @Override
  void close();
}
