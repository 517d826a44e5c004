package io.sitq.testkit;

import io.sitq.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link SitqSentinel}. Not thread-safe. */
public final class SitqSentinelBuilder {
  private final SetUpSettings settings = new SetUpSettings();
  private @Nullable String sentinelPassword;
  private int replicas = 1;
  private Duration downAfter = Duration.ofSeconds(1);

  SitqSentinelBuilder() {}

  /**
   * A line of redis.conf for master and replicas; see {@link SitqRedisBuilder#config}.
   *
   * @throws ConfigurationException as there
   */
  public SitqSentinelBuilder config(String name, String value) {
    settings.config(name, value);
    return this;
  }

  /**
   * The password of master and replicas.
   *
   * @throws ConfigurationException if it is blank or holds a line break
   */
  public SitqSentinelBuilder password(String password) {
    settings.password(password);
    return this;
  }

  /**
   * The password of the Sentinels.
   *
   * @throws ConfigurationException if it is blank or holds a line break
   */
  public SitqSentinelBuilder sentinelPassword(String password) {
    SitqRedis.builder().password(password); // refuses what it must
    sentinelPassword = password;
    return this;
  }

  /**
   * Every server also listens for TLS, speaks it to the others, and wants a certificate of each
   * client that does; {@link SitqSentinel#uri} then begins with {@code rediss}. The URIs of single
   * servers stay those without TLS.
   *
   * @param authority PEM file of who vouches for all certificates, those of clients too
   * @param certificate PEM file of the servers' certificate, for 127.0.0.1
   * @param key PEM file of its key
   */
  public SitqSentinelBuilder tls(Path authority, Path certificate, Path key) {
    settings.tls(new SetUpTls(authority, certificate, key));
    return this;
  }

  /**
   * How many replicas the master has. Default: 1.
   *
   * @throws ConfigurationException if it is less than 1
   */
  public SitqSentinelBuilder replicas(int count) {
    if (count < 1) {
      throw new ConfigurationException("replicas", "must be at least 1", count);
    }
    replicas = count;
    return this;
  }

  /**
   * After how long a silence a master counts as dead. Default: 1 s.
   *
   * @throws ConfigurationException if it is less than 100 ms
   */
  public SitqSentinelBuilder downAfter(Duration silence) {
    if (silence.toMillis() < 100) {
      throw new ConfigurationException("downAfter", "must be at least 100 ms", silence);
    }
    downAfter = silence;
    return this;
  }

  /**
   * Starts them and returns when replicas and Sentinels know each other.
   *
   * @throws IllegalStateException if this machine has no Redis, or they don't get ready
   */
  public SitqSentinel start() {
    String name = SitqSentinel.MASTER;
    return SitqSentinel.start(
        settings,
        sentinelPassword,
        replicas,
        List.of(
            "down-after-milliseconds " + name + " " + downAfter.toMillis(),
            "failover-timeout " + name + " 5000",
            "parallel-syncs " + name + " 1"));
  }
}
