package io.sitq.redis.internal;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.sitq.redis.RedisSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the clients of all set-ups have in common. While a connection is broken it rejects commands
 * at once: what a lost reply means is decided by sitq and nowhere below, since repeating an XADD
 * would make two tasks of one.
 */
final class LettuceClients {
  private static final Logger log = LoggerFactory.getLogger(LettuceClients.class);
  private static final int SHUTDOWN_TIMEOUT_SECONDS = 2;

  /** Lettuce's own is 30 s, which is how much longer than Redis an outage would last. */
  private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

  private LettuceClients() {}

  /** Commands that block are given the time for that too. */
  private static final class CommandTimeouts extends TimeoutOptions.TimeoutSource {
    private final long millis;

    CommandTimeouts(Duration timeout) {
      this.millis = timeout.toMillis();
    }

    @Override
    public long getTimeout(RedisCommand<?, ?, ?> command) {
      return command.getType() == CommandType.XREADGROUP || command.getType() == CommandType.WAIT
          ? millis + Connections.LONGEST_BLOCK.toMillis()
          : millis;
    }

    @Override
    public TimeUnit getTimeUnit() {
      return TimeUnit.MILLISECONDS;
    }
  }

  static ClientResources resources(OpenChannels channels) {
    return ClientResources.builder()
        .reconnectDelay(
            Delay.equalJitter(
                Duration.ofMillis(10), LONGEST_RECONNECT_DELAY, 1, TimeUnit.MILLISECONDS))
        .nettyCustomizer(channels)
        .build();
  }

  static <B extends ClientOptions.Builder> B options(B builder, RedisSettings settings) {
    builder
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .timeoutOptions(
            TimeoutOptions.builder()
                .timeoutCommands()
                .timeoutSource(new CommandTimeouts(settings.commandTimeout()))
                .build())
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(settings.connectTimeout())
                .keepAlive(true)
                .build())
        .sslOptions(TlsOptions.of(settings));
    return builder;
  }

  /** How long it may take to say hello. */
  static Duration handshakeTimeout(RedisSettings settings) {
    return settings.commandTimeout().compareTo(settings.connectTimeout()) < 0
        ? settings.commandTimeout()
        : settings.connectTimeout();
  }

  static void shutdown(AbstractRedisClient client) {
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
