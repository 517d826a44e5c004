package io.sitq.redis.internal;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.UnblockType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.net.SocketAddress;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
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

  /** Those that are watched: a stream may come back to a server. Used by the reading thread. */
  private final Set<StatefulRedisConnection<byte[], byte[]>> watched =
      Collections.newSetFromMap(new WeakHashMap<>());

  // guarded by this

  /** The one to the server that had the stream at the last read. */
  private @Nullable StatefulRedisConnection<byte[], byte[]> last;

  /** Its id on that server; -1 while it is not known. */
  private long id = -1;

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
    if (isOther(now)) {
      if (watched.add(now)) {
        now.addListener(new IdWatcher(now));
      }
      learnId(now);
    }
    return link.commands();
  }

  private synchronized boolean isOther(StatefulRedisConnection<byte[], byte[]> now) {
    if (now == last) {
      return false;
    }
    last = now;
    id = -1;
    return true;
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
    setId(connection, -1);
    connection.async().clientId().thenAccept(learned -> setId(connection, learned));
  }

  /** An answer that comes when another server has the stream is of no use. */
  private synchronized void setId(StatefulRedisConnection<byte[], byte[]> of, long now) {
    if (of == last) {
      id = now;
    }
  }

  private synchronized long id() {
    return id;
  }

  /** Ends a read that blocks, if there is one; the server must let this user. */
  void unblock() {
    long known = id();
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
      learnId(connection);
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
      setId(connection, -1);
    }
  }
}
