package io.sitq.redis.internal;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.sitq.redis.RedisSettings;
import java.time.Duration;

/**
 * The client and its connections. While one is broken it rejects commands at once: what a lost
 * reply means is decided here and nowhere below, since repeating an XADD would make two tasks of
 * one.
 */
final class Connections implements AutoCloseable {
  private final RedisSettings settings;
  private final RedisErrors errors;
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> shared;

  private Connections(
      RedisSettings settings,
      RedisErrors errors,
      RedisClient client,
      StatefulRedisConnection<byte[], byte[]> shared) {
    this.settings = settings;
    this.errors = errors;
    this.client = client;
    this.shared = shared;
  }

  static Connections open(RedisSettings settings, RedisErrors errors) {
    RedisURI uri = RedisURI.create(settings.uri());
    uri.setTimeout(settings.commandTimeout());
    RedisClient client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled())
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(settings.connectTimeout())
                    .keepAlive(true)
                    .build())
            .build());
    try {
      return new Connections(settings, errors, client, client.connect(ByteArrayCodec.INSTANCE));
    } catch (RuntimeException e) {
      shutdown(client);
      throw errors.translate("connect", e);
    }
  }

  /** The one that all short commands share. */
  RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return shared.async();
  }

  /** A new one for reads that block up to {@code wait}: its timeout is longer than that. */
  StatefulRedisConnection<byte[], byte[]> openBlocking(Duration wait) {
    try {
      StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
      connection.setTimeout(settings.commandTimeout().plus(wait));
      return connection;
    } catch (RuntimeException e) {
      throw errors.translate("connect", e);
    }
  }

  /** A new one for notifications. */
  StatefulRedisPubSubConnection<byte[], byte[]> openPubSub() {
    try {
      return client.connectPubSub(ByteArrayCodec.INSTANCE);
    } catch (RuntimeException e) {
      throw errors.translate("subscribe", e);
    }
  }

  @Override
  public void close() {
    shutdown(client);
  }

  private static void shutdown(RedisClient client) {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
