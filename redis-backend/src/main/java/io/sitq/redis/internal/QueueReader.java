package io.sitq.redis.internal;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.UnblockType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.net.SocketAddress;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which one stream is read, by reads that block. It follows the stream to whichever
 * server has it, and can be woken there. Used by one thread, but for {@link #unblock}.
 */
final class QueueReader implements AutoCloseable {
  private final Link link;
  private final Link others;
  private final byte[] key;
  private final RedisErrors errors;

  /** The one to the server that had the stream at the last read. */
  private volatile @Nullable StatefulRedisConnection<byte[], byte[]> last;

  /** Its id on that server; -1 while it is not known. */
  private volatile long id = -1;

  /**
   * @param link its own connection
   * @param others the one on which it is woken
   */
  QueueReader(Link link, Link others, byte[] key, RedisErrors errors) {
    this.link = link;
    this.others = others;
    this.key = key;
    this.errors = errors;
    try {
      commands();
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  /** To be called for each read: the stream may have moved. */
  RedisClusterAsyncCommands<byte[], byte[]> commands() {
    StatefulRedisConnection<byte[], byte[]> now = connected();
    if (now != last) {
      last = now;
      now.addListener(new IdWatcher(now));
      learnId(now);
    }
    return link.commands();
  }

  private StatefulRedisConnection<byte[], byte[]> connected() {
    try {
      return link.to(key).toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw errors.translate("fetch", e);
    } catch (ExecutionException e) {
      throw errors.translate("fetch", e);
    }
  }

  private void learnId(StatefulRedisConnection<byte[], byte[]> connection) {
    id = -1;
    connection.async().clientId().thenAccept(learned -> id = learned);
  }

  /** Ends a read that blocks, if there is one; the server must let this user. */
  void unblock() {
    long known = id;
    if (known >= 0) {
      var unused =
          others.to(key).thenCompose(now -> now.async().clientUnblock(known, UnblockType.TIMEOUT));
    }
  }

  @Override
  public void close() {
    link.close();
  }

  /** The connection gets another id each time that it is made again. */
  private final class IdWatcher implements RedisConnectionStateListener {
    private final StatefulRedisConnection<byte[], byte[]> connection;

    IdWatcher(StatefulRedisConnection<byte[], byte[]> connection) {
      this.connection = connection;
    }

    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
      if (connection == last) {
        learnId(connection);
      }
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
      if (connection == last) {
        id = -1;
      }
    }
  }
}
