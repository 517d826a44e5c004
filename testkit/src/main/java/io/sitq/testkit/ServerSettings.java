package io.sitq.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a server wants of it.
 *
 * @param config lines in the syntax of redis.conf
 * @param port 0 for any free one
 * @param closedByCaller whether it stays when the JVM's shutdown begins, see {@link
 *     SitqRedisBuilder#closedByCaller()}
 */
record ServerSettings(
    List<String> config, @Nullable String password, int port, boolean closedByCaller) {

  static final ServerSettings DEFAULTS = new ServerSettings(List.of(), null, 0, false);

  ServerSettings {
    config = List.copyOf(config);
  }

  /** Whether it is to be a Sentinel. */
  boolean isSentinel() {
    return config.stream().anyMatch(line -> line.startsWith("sentinel "));
  }

  /**
   * The content of redis.conf. A file and not arguments: a password stays out of the process list,
   * and 6.2 refuses {@code --save "900 1"}. The owner's lines come last, since the last one wins.
   */
  String redisConf(int listenPort, String bindAddress) {
    StringBuilder conf = new StringBuilder();
    conf.append("port ").append(listenPort).append('\n');
    conf.append("bind ").append(bindAddress).append('\n');
    // Bound to loopback or inside a container: the mode would only refuse the container's clients.
    conf.append("protected-mode no\n");
    conf.append("save \"\"\n");
    conf.append("appendonly no\n");
    if (password != null) {
      conf.append("requirepass \"").append(escaped(password)).append("\"\n");
    }
    config.forEach(line -> conf.append(line).append('\n'));
    return conf.toString();
  }

  String uri(String host, int listenPort) {
    String credentials =
        password == null
            ? ""
            : ":" + URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20") + "@";
    return "redis://" + credentials + host + ":" + listenPort;
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
