package io.sitq.it.chaos;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.sitq.testkit.SitqRedis;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Tells the servers of a set-up, those that hear. */
final class ServerCommands implements AutoCloseable {
  private final RedisClient client = RedisClient.create();

  /** Whether at least one has heard. */
  boolean tell(List<SitqRedis> servers, Consumer<RedisCommands<String, String>> command) {
    boolean heard = false;
    for (SitqRedis server : servers) {
      RedisURI uri = RedisURI.create(server.uri());
      uri.setTimeout(Duration.ofSeconds(2));
      try (StatefulRedisConnection<String, String> connection = client.connect(uri)) {
        command.accept(connection.sync());
        heard = true;
      } catch (RedisException deadOrFrozen) {
        // it need not hear
      }
    }
    return heard;
  }

  boolean killConnections(List<SitqRedis> servers) {
    return tell(
        servers,
        redis -> {
          redis.clientKill(KillArgs.Builder.typePubsub());
          redis.clientKill(KillArgs.Builder.typeNormal().skipme());
        });
  }

  boolean flushScripts(List<SitqRedis> servers) {
    return tell(servers, redis -> redis.scriptFlush());
  }

  /** How many connections of this name all of them have. */
  int connections(List<SitqRedis> servers, String clientName) {
    int[] count = {0};
    boolean unused =
        tell(
            servers,
            redis ->
                count[0] +=
                    (int)
                        redis
                            .clientList()
                            .lines()
                            .filter(line -> line.contains(" name=" + clientName + " "))
                            .count());
    return count[0];
  }

  /** The most connections of this name that any of them has. */
  int mostConnections(List<SitqRedis> servers, String clientName) {
    return servers.stream()
        .mapToInt(server -> connections(List.of(server), clientName))
        .max()
        .orElse(0);
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
