package io.sitq.redis.internal;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A connection to all the servers of a set-up. Lettuce makes it again after it was lost. */
interface Link extends AutoCloseable {
  /** Sends each command to the server that has its keys. */
  RedisClusterAsyncCommands<byte[], byte[]> commands();

  /** The connection to the server that has a key now; fails as Lettuce does. */
  CompletionStage<StatefulRedisConnection<byte[], byte[]>> to(byte[] key);

  /** Those that take writes and are connected. */
  List<RedisClusterAsyncCommands<byte[], byte[]>> servers();

  @Override
  void close();
}
