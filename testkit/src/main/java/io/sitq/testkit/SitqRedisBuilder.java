package io.sitq.testkit;

import io.sitq.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts a Redis of the caller's own: a container, a {@code redis-server} on the {@code PATH}, or
 * the embedded binary, in this order. Not thread-safe.
 *
 * <p>Without settings it has no password, keeps nothing on disk and listens on a free port.
 */
public final class SitqRedisBuilder {
  private static final int MAX_PORT = 65_535;

  /** What the server would not be found or stopped without. */
  private static final Set<String> OURS =
      Set.of("port", "bind", "requirepass", "dir", "daemonize", "logfile");

  private final List<String> config = new ArrayList<>();
  private @Nullable String password;
  private int port;
  private int tlsPort;
  private boolean localProcess;
  private boolean closedByCaller;

  SitqRedisBuilder() {}

  /**
   * A line of redis.conf: {@code config("maxmemory", "50mb")}, {@code config("save", "900 1")}. Of
   * two lines that contradict each other the later one holds, as in Redis.
   *
   * @throws ConfigurationException if the name is blank or one that is set for the caller (port,
   *     bind, requirepass, dir, daemonize, logfile), or if there is a line break
   */
  public SitqRedisBuilder config(String name, String value) {
    String line = name.strip() + " " + (value.isBlank() ? "\"\"" : value.strip());
    if (name.isBlank() || line.lines().count() != 1) {
      throw new ConfigurationException(
          "config", "must be a name and a value in one line", "'" + name + "' and '" + value + "'");
    }
    if (OURS.contains(name.strip().toLowerCase(Locale.ROOT))) {
      throw new ConfigurationException(
          "config", "must not set port, bind, password, directory or log: use the builder", name);
    }
    config.add(line);
    return this;
  }

  /**
   * The password of the default user; {@link SitqRedis#uri()} carries it.
   *
   * @throws ConfigurationException if it is blank or holds a line break
   */
  public SitqRedisBuilder password(String password) {
    if (password.isBlank() || password.lines().count() != 1) {
      throw new ConfigurationException("password", "must be one line and not blank", "***");
    }
    this.password = password;
    return this;
  }

  /**
   * The port to listen on; 0, the default, is any free one.
   *
   * @throws ConfigurationException if it is not from 0 to 65535
   */
  public SitqRedisBuilder port(int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new ConfigurationException("port", "must be from 0 to " + MAX_PORT, port);
    }
    this.port = port;
    return this;
  }

  /** A free port for a node of a cluster, which takes another one beside it. */
  SitqRedisBuilder clusterPort() {
    port = FreePort.findForCluster();
    return this;
  }

  /** Another port, for TLS; without it there is none. */
  SitqRedisBuilder tlsPort(int port) {
    tlsPort = port;
    return config("tls-port", Integer.toString(port));
  }

  /**
   * Only a process of this machine, no container: what {@link SitqRedis#pid()}, {@link
   * SitqRedis#kill()} and {@link SitqRedis#restart()} need.
   */
  public SitqRedisBuilder localProcess() {
    localProcess = true;
    return this;
  }

  /**
   * The server stays until {@link SitqRedis#close()}, even when the JVM's shutdown has begun; a
   * Ctrl-C in the terminal does not reach it either, where the system has {@code setsid}. For a
   * program whose own shutdown still needs its Redis: shutdown hooks run all at once, so by default
   * the server is stopped while the others work. Implies {@link #localProcess()}. A caller who does
   * not close leaves the process behind.
   */
  public SitqRedisBuilder closedByCaller() {
    closedByCaller = true;
    return localProcess();
  }

  /**
   * Starts the server and returns when it answers.
   *
   * @throws IllegalStateException if no source gives a Redis with these settings, with what was
   *     tried, why it failed (the server's last log lines too) and what to do
   */
  public SitqRedis start() {
    ProviderChain chain =
        localProcess ? ProviderChain.forLocalProcess() : ProviderChain.forOneOwner();
    return SitqRedis.owning(
        chain.provide(new ServerSettings(config, password, port, closedByCaller)), tlsPort);
  }
}
