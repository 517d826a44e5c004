package io.sitq.redis.internal;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.sitq.redis.RedisSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client and its connections. While one is broken it rejects commands at once: what a lost
 * reply means is decided here and nowhere below, since repeating an XADD would make two tasks of
 * one.
 */
final class Connections implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);
  private static final int SHUTDOWN_TIMEOUT_SECONDS = 2;

  /** Lettuce's own is 30 s, which is how much longer than Redis an outage would last. */
  private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

  private final RedisSettings settings;
  private final RedisErrors errors;
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> shared;
  private final Object openingLeases = new Object();

  /** Guarded by {@code openingLeases}. */
  private @Nullable StatefulRedisConnection<byte[], byte[]> leases;

  /** No read blocks longer. */
  static final Duration LONGEST_BLOCK = Duration.ofSeconds(5);

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

  /** Guards every connection of the client. */
  private record SilenceGuards(Duration limit) implements NettyCustomizer {
    @Override
    public void afterChannelInitialized(Channel channel) {
      channel.pipeline().addFirst(new SilenceGuard(limit.toNanos()));
    }
  }

  static Connections open(RedisSettings settings, RedisErrors errors) {
    SslOptions tls = TlsOptions.of(settings);
    ClientResources resources =
        ClientResources.builder()
            .reconnectDelay(
                Delay.equalJitter(
                    Duration.ofMillis(10), LONGEST_RECONNECT_DELAY, 1, TimeUnit.MILLISECONDS))
            .nettyCustomizer(new SilenceGuards(settings.commandTimeout().plus(LONGEST_BLOCK)))
            .build();
    RedisClient client = RedisClient.create(resources, uri(settings));
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled())
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(settings.connectTimeout())
                    .keepAlive(true)
                    .build())
            .sslOptions(tls)
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

  /** Each server by itself. */
  List<RedisClusterAsyncCommands<byte[], byte[]>> servers() {
    return List.of(commands());
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

  /** The one for leases, made when it is first needed: nothing else may hold it up. */
  RedisClusterAsyncCommands<byte[], byte[]> leases() {
    synchronized (openingLeases) {
      if (leases == null) {
        leases = openBlocking(Duration.ZERO);
      }
      return leases.async();
    }
  }

  /** A new one for notifications; fails as Lettuce does. */
  CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> openPubSub() {
    return client.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri(settings));
  }

  @Override
  public void close() {
    shutdown(client);
  }

  private static RedisURI uri(RedisSettings settings) {
    RedisURI uri = RedisURI.create(settings.uri());
    uri.setTimeout(settings.commandTimeout());
    return uri;
  }

  private static void shutdown(RedisClient client) {
    ClientResources resources = client.getResources();
    CompletableFuture<?> done =
        client
            .shutdownAsync(0, SHUTDOWN_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .whenComplete((closed, error) -> shutdown(resources));
    try {
      done.get(SHUTDOWN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("The client's threads did not end in time; they are daemons", e);
    }
  }

  private static void shutdown(ClientResources resources) {
    var unused = resources.shutdown(0, SHUTDOWN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
