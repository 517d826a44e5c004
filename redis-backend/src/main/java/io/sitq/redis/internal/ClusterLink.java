package io.sitq.redis.internal;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to the masters of a cluster. Lettuce follows MOVED and ASK, and learns the new map by
 * them. A command to a node that is not connected yet is refused, not held: so all are connected
 * beforehand, and who needs one waits for that one alone.
 */
final class ClusterLink implements Link {
  private static final Logger log = LoggerFactory.getLogger(ClusterLink.class);

  private final StatefulRedisClusterConnection<byte[], byte[]> connection;
  private final Duration connectTimeout;
  private final Consumer<ClusterLink> onClose;

  ClusterLink(
      StatefulRedisClusterConnection<byte[], byte[]> connection,
      Duration connectTimeout,
      Consumer<ClusterLink> onClose) {
    this.connection = connection;
    this.connectTimeout = connectTimeout;
    this.onClose = onClose;
  }

  @Override
  public RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return connection.async();
  }

  @Override
  public CompletionStage<StatefulRedisConnection<byte[], byte[]>> to(byte[] key) {
    int slot = SlotHash.getSlot(key);
    RedisClusterNode master = connection.getPartitions().getMasterBySlot(slot);
    if (master == null) {
      return CompletableFuture.failedStage(
          new RedisException("CLUSTERDOWN no node serves slot " + slot));
    }
    return to(master);
  }

  private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> to(RedisClusterNode node) {
    try {
      return connection.getConnectionAsync(node.getUri().getHost(), node.getUri().getPort());
    } catch (RedisException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Connects to all masters, and returns those that could be reached in time. */
  @Override
  public List<RedisClusterAsyncCommands<byte[], byte[]>> servers() {
    return connectAll().stream()
        .map(CompletableFuture::join)
        .filter(Objects::nonNull)
        .<RedisClusterAsyncCommands<byte[], byte[]>>map(StatefulRedisConnection::async)
        .toList();
  }

  /**
   * Begins to connect to all masters that are not connected, and returns at once. Each future ends
   * in time, with null if its master can't be reached.
   */
  List<CompletableFuture<@Nullable StatefulRedisConnection<byte[], byte[]>>> connectAll() {
    return connection.getPartitions().stream()
        .filter(node -> node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.hasNoSlots())
        .map(this::reached)
        .toList();
  }

  private CompletableFuture<@Nullable StatefulRedisConnection<byte[], byte[]>> reached(
      RedisClusterNode node) {
    return to(node)
        .<@Nullable StatefulRedisConnection<byte[], byte[]>>thenApply(c -> c)
        .completeOnTimeout(null, connectTimeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            error -> {
              log.debug(
                  "The cluster's node {}:{} can't be reached: {}",
                  node.getUri().getHost(),
                  node.getUri().getPort(),
                  RedisErrors.unwrapped(error).toString());
              return null;
            });
  }

  @Override
  public void close() {
    onClose.accept(this);
    connection.close();
  }
}
