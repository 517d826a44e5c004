package io.sitq.redis.internal;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.Map;
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
  private @Nullable CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> connection;

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
    return open()
        .<Void>thenCompose(connection -> connection.async().subscribe(Bytes.of(channel)))
        .whenComplete(
            (subscribed, error) -> {
              if (error != null) {
                mine.remove(listener);
              }
            });
  }

  void unsubscribe(String channel, Consumer<String> listener) {
    List<Consumer<String>> mine = listeners.get(channel);
    if (mine != null && mine.remove(listener) && mine.isEmpty()) {
      open().thenCompose(connection -> connection.async().unsubscribe(Bytes.of(channel)));
    }
  }

  /** Calls {@code listener} each time that the connection is back after it was lost. */
  void onReconnected(Runnable listener) {
    reconnected.add(listener);
  }

  private CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> open() {
    synchronized (opening) {
      if (connection == null || connection.toCompletableFuture().isCompletedExceptionally()) {
        connection =
            connections
                .openPubSub()
                .thenApply(
                    opened -> {
                      opened.addListener(new Dispatcher());
                      opened.addListener(new Watcher());
                      return opened;
                    });
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
