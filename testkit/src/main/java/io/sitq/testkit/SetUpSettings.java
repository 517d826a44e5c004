package io.sitq.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What the servers of a set-up of several have in common. */
final class SetUpSettings {
  private final List<String[]> config = new ArrayList<>();
  private @Nullable String password;
  private @Nullable SetUpTls tls;

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

  void tls(SetUpTls newTls) {
    tls = newTls;
  }

  /** {@code redis} or, with TLS, {@code rediss}; what a URI begins with. */
  String scheme() {
    return tls == null ? "redis" : "rediss";
  }

  /** A server as all of them are; replication starts at once, not after Redis's five seconds. */
  SitqRedisBuilder server() {
    SitqRedisBuilder server = process(FreePort::find);
    return withSettings(server);
  }

  /** A node of a cluster; beside its main port it takes another one for the other nodes. */
  SitqRedisBuilder node() {
    SitqRedisBuilder node = process(FreePort::findForCluster).config("cluster-enabled", "yes");
    if (tls == null) {
      node.clusterPort();
    } else {
      node.config("tls-cluster", "yes");
    }
    return withSettings(node);
  }

  /** A process that has no settings yet but those of TLS. */
  SitqRedisBuilder process(IntSupplier freePort) {
    SitqRedisBuilder process = SitqRedis.builder().localProcess();
    if (tls != null) {
      tls.configure(process, freePort.getAsInt());
    }
    return process;
  }

  private SitqRedisBuilder withSettings(SitqRedisBuilder server) {
    server.config("repl-diskless-sync-delay", "0");
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
