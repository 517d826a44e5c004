package io.sitq.testkit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.function.Function;

/** One connection for one look at a server. */
final class Commands {
  private Commands() {}

  static String ping(String uri) {
    return on(uri, RedisCommands::ping);
  }

  static String config(String uri, String name) {
    return on(uri, commands -> commands.configGet(name).getOrDefault(name, ""));
  }

  static void set(String uri, String key, String value) {
    on(uri, commands -> commands.set(key, value));
  }

  static String get(String uri, String key) {
    return on(uri, commands -> commands.get(key));
  }

  private static String on(String uri, Function<RedisCommands<String, String>, String> look) {
    try (RedisClient client = RedisClient.create(uri);
        StatefulRedisConnection<String, String> connection = client.connect()) {
      return look.apply(connection.sync());
    }
  }
}
