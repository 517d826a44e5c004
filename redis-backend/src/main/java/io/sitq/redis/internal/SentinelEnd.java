package io.sitq.redis.internal;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.lettuce.core.sentinel.api.async.RedisSentinelAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One Sentinel, and the connection to it as long as it answers. Thread-safe. */
final class SentinelEnd {
  private final RedisClient client;
  private final RedisURI uri;
  private final long limitMillis;

  /** Guarded by this. */
  private @Nullable CompletableFuture<StatefulRedisSentinelConnection<String, String>> connection;

  /**
   * Connects when it is first asked.
   *
   * @param uri of this Sentinel alone
   * @param limit how long an answer may take, with the connection
   */
  SentinelEnd(RedisClient client, RedisURI uri, Duration limit) {
    this.client = client;
    this.uri = uri;
    this.limitMillis = limit.toMillis();
  }

  RedisURI uri() {
    return uri;
  }

  /** Its answer. After a failure the next question goes over a new connection. */
  <T> CompletableFuture<T> ask(
      Function<RedisSentinelAsyncCommands<String, String>, CompletionStage<T>> question) {
    CompletableFuture<StatefulRedisSentinelConnection<String, String>> used = connection();
    CompletableFuture<T> answer =
        used.thenCompose(open -> question.apply(open.async()))
            .orTimeout(limitMillis, TimeUnit.MILLISECONDS);
    return answer.whenComplete(
        (told, error) -> {
          if (error != null) {
            forget(used);
          }
        });
  }

  private synchronized CompletableFuture<StatefulRedisSentinelConnection<String, String>>
      connection() {
    if (connection == null) {
      try {
        connection = client.connectSentinelAsync(StringCodec.UTF8, uri);
      } catch (RuntimeException e) { // the client is closed
        return CompletableFuture.failedFuture(e);
      }
    }
    return connection;
  }

  private void forget(CompletableFuture<StatefulRedisSentinelConnection<String, String>> used) {
    synchronized (this) {
      if (connection == used) {
        connection = null;
      }
    }
    var unused = used.thenCompose(StatefulRedisSentinelConnection::closeAsync);
  }
}
