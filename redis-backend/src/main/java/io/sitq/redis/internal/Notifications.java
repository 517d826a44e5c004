package io.sitq.redis.internal;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one connection on which this client hears what is published, made when it is first needed.
 * Lettuce subscribes again after an outage; what was published meanwhile is lost, so those who
 * listen are told and look for themselves.
 */
final class Notifications {
  private final Connections connections;
  private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
  private final List<Runnable> reconnected = new CopyOnWriteArrayList<>();
  private final Object opening = new Object();

  /** Guarded by {@code opening}. */
  private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> connection;

  Notifications(Connections connections) {
    this.connections = connections;
  }

  /**
   * Calls {@code listener} with what is published; the stage completes when Redis has subscribed
   * it.
   */
  CompletionStage<Void> subscribe(String channel, Consumer<String> listener) {
    List<Consumer<String>> mine =
        listeners.computeIfAbsent(channel, c -> new CopyOnWriteArrayList<>());
    mine.add(listener);
    try {
      return open().async().subscribe(Bytes.of(channel));
    } catch (RuntimeException e) {
      mine.remove(listener);
      return CompletableFuture.failedStage(e);
    }
  }

  void unsubscribe(String channel, Consumer<String> listener) {
    List<Consumer<String>> mine = listeners.get(channel);
    if (mine != null && mine.remove(listener) && mine.isEmpty()) {
      var unused = open().async().unsubscribe(Bytes.of(channel));
    }
  }

  /** Calls {@code listener} each time that the connection is back after it was lost. */
  void onReconnected(Runnable listener) {
    reconnected.add(listener);
  }

  private StatefulRedisPubSubConnection<byte[], byte[]> open() {
    synchronized (opening) {
      if (connection == null) {
        connection = connections.openPubSub();
        connection.addListener(new Dispatcher());
        connection.addListener(new Watcher());
      }
      return connection;
    }
  }

  private final class Dispatcher extends RedisPubSubAdapter<byte[], byte[]> {
    @Override
    public void message(byte[] channel, byte[] message) {
      String text = Bytes.text(message);
      listeners.getOrDefault(Bytes.text(channel), List.of()).forEach(l -> l.accept(text));
    }
  }

  private final class Watcher implements RedisConnectionStateListener {
    @Override
    public void onRedisConnected(
        RedisChannelHandler<?, ?> handler, java.net.SocketAddress address) {
      reconnected.forEach(Runnable::run);
    }
  }
}
