package io.sitq.redis.internal;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from a Sentinel that the master has changed. What it does not hear, as from a Sentinel that
 * does not let it listen, is found by asking. Used by one thread at a time.
 */
final class SwitchListener {
  private static final Logger log = LoggerFactory.getLogger(SwitchListener.class);
  private static final String CHANNEL = "+switch-master";

  private final RedisClient client;
  private final String master;
  private final Runnable onSwitch;

  private @Nullable CompletableFuture<StatefulRedisPubSubConnection<String, String>> listening;
  private @Nullable RedisURI sentinel;

  /**
   * Hears nothing yet.
   *
   * @param master whose switch is meant
   * @param onSwitch called on a thread of the connection
   */
  SwitchListener(RedisClient client, String master, Runnable onSwitch) {
    this.client = client;
    this.master = master;
    this.onSwitch = onSwitch;
  }

  /**
   * Listens to this Sentinel, and to no other one any more. To be called again and again with one
   * that answers: a connection that is gone is made again, and one that has become silent is told
   * from one on which nothing happens. Returns at once.
   */
  void listen(RedisURI to) {
    CompletableFuture<StatefulRedisPubSubConnection<String, String>> last = listening;
    if (last != null) {
      if (to.equals(sentinel) && (!last.isDone() || isForbidden(last))) {
        return;
      }
      if (to.equals(sentinel) && isOpen(last)) {
        var unused = last.join().async().ping(); // which the silence guard sees unanswered
        return;
      }
      var unused = last.thenCompose(StatefulRedisPubSubConnection::closeAsync);
    }
    sentinel = to;
    listening =
        client
            .connectPubSubAsync(StringCodec.UTF8, to)
            .toCompletableFuture()
            .thenCompose(this::subscribe);
  }

  private CompletableFuture<StatefulRedisPubSubConnection<String, String>> subscribe(
      StatefulRedisPubSubConnection<String, String> connection) {
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            // the name, and the addresses of the old and the new one
            if (message.startsWith(master + " ")) {
              onSwitch.run();
            }
          }
        });
    return connection
        .async()
        .subscribe(CHANNEL)
        .toCompletableFuture()
        .thenApply(done -> connection)
        .whenComplete(
            (subscribed, error) -> {
              if (error != null) {
                log.debug("A Sentinel does not let {} be heard: {}", CHANNEL, error.toString());
                var unused = connection.closeAsync();
              }
            });
  }

  private static boolean isOpen(
      CompletableFuture<StatefulRedisPubSubConnection<String, String>> connection) {
    return !connection.isCompletedExceptionally() && connection.join().isOpen();
  }

  /** Whether its user may not listen, which no repetition changes. */
  private static boolean isForbidden(
      CompletableFuture<StatefulRedisPubSubConnection<String, String>> connection) {
    return connection.isCompletedExceptionally()
        && connection.handle((open, error) -> RedisErrors.unwrapped(error)).join()
            instanceof RedisCommandExecutionException;
  }
}
