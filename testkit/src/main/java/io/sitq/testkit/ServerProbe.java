package io.sitq.testkit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;

/**
 * Asks a server whether it is there and what it is. Holds a client with its threads until closed,
 * so that asking again while a server starts is cheap.
 */
final class ServerProbe implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final RedisClient client;

  /**
   * @throws IllegalArgumentException if the URI is none that Lettuce understands
   */
  ServerProbe(String uri) {
    RedisURI parsed = RedisURI.create(uri);
    parsed.setTimeout(TIMEOUT);
    client = RedisClient.create(parsed);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
            .build());
  }

  /**
   * One try, at most a few seconds.
   *
   * @throws io.lettuce.core.RedisException if it does not answer, or with an error: still loading,
   *     wrong password
   */
  ServerInfo ask() {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return ServerInfo.parse(connection.sync().info("server"));
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, TIMEOUT);
  }
}
