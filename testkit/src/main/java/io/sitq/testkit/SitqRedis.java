package io.sitq.testkit;

import java.util.UUID;

/**
 * A real Redis for tests, yours and sitq's own.
 *
 * <pre>{@code
 * SitqRedis redis = SitqRedis.shared();
 * String uri = redis.uri();                  // redis://127.0.0.1:49152
 * String namespace = redis.newNamespace();   // this test's own
 * }</pre>
 *
 * <p>{@link #shared()} is what most tests want: one server for the whole JVM. The sources are tried
 * in the order of {@link RedisSource}, and each that is not open on this machine is logged with the
 * reason. {@link #start()} and {@link #builder()} give a server of one's own. JUnit tests can have
 * the shared one injected, see {@link SitqRedisExtension}; this class does not need JUnit.
 *
 * <p>Settings of the test run, each a system property or an environment variable:
 *
 * <ul>
 *   <li>{@code sitq.test.redis}, {@code SITQ_TEST_REDIS}: the URI of a Redis to share. When set, it
 *       is this one or a failure.
 *   <li>{@code sitq.test.redis.image}, {@code SITQ_TEST_REDIS_IMAGE}: the image for containers,
 *       {@code redis:7.0.15} by default.
 *   <li>{@code sitq.test.redis.sources}, {@code SITQ_TEST_REDIS_SOURCES}: names of {@link
 *       RedisSource} with commas between, such as {@code EMBEDDED}; no other is tried.
 * </ul>
 *
 * <p>Servers started here keep nothing on disk unless configured to. Processes listen on 127.0.0.1
 * only. Thread-safe.
 */
public final class SitqRedis implements AutoCloseable {
  private static final int NAMESPACE_DIGITS = 12;

  private final RunningRedis server;
  private final boolean isShared;
  private final int tlsPort;

  private SitqRedis(RunningRedis server, boolean isShared, int tlsPort) {
    this.server = server;
    this.isShared = isShared;
    this.tlsPort = tlsPort;
  }

  /**
   * The one server of this JVM, found or started at the first call and stopped when the JVM exits.
   * Tests that share it keep apart by {@link #newNamespace()}; its settings are not theirs to
   * change. Keys in a server that {@code SITQ_TEST_REDIS} names stay there.
   *
   * @throws IllegalStateException if no source gives a Redis, with what was tried, why it failed
   *     and what to do; or if the one that {@code SITQ_TEST_REDIS} names can't be used. Later calls
   *     throw the same without trying again.
   */
  public static SitqRedis shared() {
    return SharedRedis.get();
  }

  /**
   * A server of the caller's own with default settings; never the one of {@code SITQ_TEST_REDIS}.
   *
   * @throws IllegalStateException if no source gives a Redis
   */
  public static SitqRedis start() {
    return builder().start();
  }

  /**
   * A process of this machine with default settings: the {@code redis-server} on the {@code PATH},
   * else the embedded binary. Needs neither Docker nor Testcontainers nor JUnit on the class path.
   *
   * @throws IllegalStateException if neither gives a Redis
   */
  public static SitqRedis embedded() {
    return builder().localProcess().start();
  }

  /** For a server of the caller's own with other than default settings. */
  public static SitqRedisBuilder builder() {
    return new SitqRedisBuilder();
  }

  static SitqRedis owning(RunningRedis server) {
    return owning(server, 0);
  }

  /** One that listens for TLS too. */
  static SitqRedis owning(RunningRedis server, int tlsPort) {
    return new SitqRedis(server, false, tlsPort);
  }

  static SitqRedis sharing(RunningRedis server) {
    return new SitqRedis(server, true, 0);
  }

  /** {@code redis://127.0.0.1:49152}, with the password where the server has one. */
  public String uri() {
    return server.uri();
  }

  /** The port for clients that trust it, and for the other servers of its set-up: TLS if it can. */
  int mainPort() {
    return tlsPort == 0 ? ServerTalk.portOf(this) : tlsPort;
  }

  /** Which of the sources served it. */
  public RedisSource source() {
    return server.source();
  }

  /** A namespace that nobody else uses on this server, such as {@code t-3f9a2c51b07e}. */
  public String newNamespace() {
    String digits = UUID.randomUUID().toString().replace("-", "");
    return "t-" + digits.substring(digits.length() - NAMESPACE_DIGITS);
  }

  /**
   * The process id of the server, for a test that stops it by signal.
   *
   * @throws IllegalStateException if it is no process that {@link SitqRedisBuilder#localProcess()}
   *     gave, or is closed
   */
  public long pid() {
    return process().pid();
  }

  /**
   * Kills the server at once, as a crash does, and returns when it is gone. {@link #restart()}
   * brings it back.
   *
   * @throws IllegalStateException as {@link #pid()}
   */
  public void kill() {
    process().kill();
  }

  /**
   * Shuts the server down in order if it runs, starts it again on the same port, and returns when
   * it answers. Its data survive where it was told to keep them: {@code config("appendonly",
   * "yes")}.
   *
   * @throws IllegalStateException as {@link #pid()}, or if it does not come back
   */
  public void restart() {
    try {
      process().restart();
    } catch (ProviderUnavailableException e) {
      throw new IllegalStateException("Redis did not come back: " + e.getMessage(), e);
    }
  }

  private RedisProcess process() {
    if (server instanceof RedisProcess process) {
      return process;
    }
    throw new IllegalStateException(
        "pid, kill and restart need a process of this machine, and this Redis is from "
            + source()
            + "; start it with SitqRedis.builder().localProcess()");
  }

  /**
   * Stops the server and deletes its data. Without effect on the {@link #shared()} one, and when
   * called again.
   */
  @Override
  public void close() {
    if (!isShared) {
      server.close();
    }
  }

  /** Source and host, no password. */
  @Override
  public String toString() {
    return "SitqRedis[" + source() + " " + uri().replaceFirst("//.*@", "//***@") + "]";
  }
}
