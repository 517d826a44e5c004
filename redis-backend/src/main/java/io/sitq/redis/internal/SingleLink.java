package io.sitq.redis.internal;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A connection to one server, which has all keys. */
record SingleLink(StatefulRedisConnection<byte[], byte[]> connection) implements Link {
  @Override
  public RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return connection.async();
  }

  @Override
  public CompletionStage<StatefulRedisConnection<byte[], byte[]>> to(byte[] key) {
    return CompletableFuture.completedStage(connection);
  }

  @Override
  public List<RedisClusterAsyncCommands<byte[], byte[]>> servers() {
    return List.of(connection.async());
  }

  @Override
  public void close() {
    connection.close();
  }
}
