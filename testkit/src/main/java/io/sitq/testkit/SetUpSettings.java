package io.sitq.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the servers of a set-up of several have in common. */
final class SetUpSettings {
  private final List<String[]> config = new ArrayList<>();
  private @Nullable String password;

  void config(String name, String value) {
    SitqRedis.builder().config(name, value); // refuses what it must
    config.add(new String[] {name, value});
  }

  void password(String newPassword) {
    SitqRedis.builder().password(newPassword); // refuses what it must
    password = newPassword;
  }

  @Nullable String password() {
    return password;
  }

  /** A server as all of them are; replication starts at once, not after Redis's five seconds. */
  SitqRedisBuilder server() {
    SitqRedisBuilder server =
        SitqRedis.builder().localProcess().config("repl-diskless-sync-delay", "0");
    if (password != null) {
      server.password(password).config("masterauth", '"' + escaped(password) + '"');
    }
    config.forEach(line -> server.config(line[0], line[1]));
    return server;
  }

  /** In double quotes of a redis.conf. */
  static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** What stands before the host in a URI. */
  String credentials() {
    return password == null ? "" : ":" + encoded(password) + "@";
  }

  /** In a URI. */
  static String encoded(String value) {
    return java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
  }
}
