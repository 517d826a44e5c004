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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection on which this client hears what is published, made when it is first needed.
 * Lettuce subscribes again after an outage; what was published meanwhile is lost, so those who
 * listen are told and look for themselves. A subscription that fails is tried again as long as it
 * is wanted.
 */
final class Notifications {
  private static final Logger log = LoggerFactory.getLogger(Notifications.class);
  private static final long RETRY_MILLIS = 500;

  private final Connections connections;
  private final ScheduledExecutorService timer;
  private final Map<String, List<Consumer<byte[]>>> listeners = new ConcurrentHashMap<>();
  private final List<Runnable> reconnected = new CopyOnWriteArrayList<>();
  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private @Nullable CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> connection;

  /**
   * The last change of a subscription, after which the next one is sent. Guarded by {@code lock}.
   */
  private CompletionStage<Void> lastChange = CompletableFuture.completedStage(null);

  Notifications(Connections connections, ScheduledExecutorService timer) {
    this.connections = connections;
    this.timer = timer;
  }

  /**
   * Calls {@code listener} with what is published; the stage completes when Redis has subscribed
   * it, however long that takes, and fails only if Redis refuses it.
   */
  CompletionStage<Void> subscribe(String channel, Consumer<byte[]> listener) {
    listeners.computeIfAbsent(channel, c -> new CopyOnWriteArrayList<>()).add(listener);
    CompletableFuture<Void> subscribed = new CompletableFuture<>();
    change(channel, subscribed);
    return subscribed;
  }

  void unsubscribe(String channel, Consumer<byte[]> listener) {
    List<Consumer<byte[]>> mine = listeners.get(channel);
    if (mine != null && mine.remove(listener) && mine.isEmpty()) {
      change(channel, new CompletableFuture<>());
    }
  }

  /** Calls {@code listener} each time that the connection is back after it was lost. */
  void onReconnected(Runnable listener) {
    reconnected.add(listener);
  }

  void forgetReconnected(Runnable listener) {
    reconnected.remove(listener);
  }

  /** Brings what Redis knows of the channel in line with who listens, after earlier changes. */
  private void change(String channel, CompletableFuture<Void> done) {
    synchronized (lock) {
      lastChange =
          lastChange.handle((before, error) -> null).thenCompose(before -> send(channel, done));
    }
  }

  private CompletionStage<Void> send(String channel, CompletableFuture<Void> done) {
    boolean wanted = isWanted(channel);
    return open()
        .<Void>thenCompose(
            opened ->
                wanted
                    ? opened.async().subscribe(Bytes.of(channel))
                    : opened.async().unsubscribe(Bytes.of(channel)))
        .whenComplete(
            (sent, error) -> {
              if (error == null) {
                done.complete(null);
              } else if (RedisErrors.isPassing(error) && wanted && !timer.isShutdown()) {
                var unused =
                    timer.schedule(
                        () -> change(channel, done), RETRY_MILLIS, TimeUnit.MILLISECONDS);
              } else {
                if (wanted) {
                  log.warn("Redis refuses to notify of {}: {}", channel, error.toString());
                }
                done.completeExceptionally(error);
              }
            });
  }

  private boolean isWanted(String channel) {
    return !listeners.getOrDefault(channel, List.of()).isEmpty();
  }

  private CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> open() {
    synchronized (lock) {
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
      listeners.getOrDefault(Bytes.text(channel), List.of()).forEach(l -> l.accept(message));
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
