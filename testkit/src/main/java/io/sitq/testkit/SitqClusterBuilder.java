package io.sitq.testkit;

import io.lettuce.core.cluster.SlotHash;
import io.sitq.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of a {@link SitqCluster}. Not thread-safe. */
public final class SitqClusterBuilder {
  private final SetUpSettings settings = new SetUpSettings();
  private int masters = 3;
  private int replicas = 1;
  private int slots = SlotHash.SLOT_COUNT;
  private Duration nodeTimeout = Duration.ofSeconds(2);

  SitqClusterBuilder() {}

  /**
   * A line of redis.conf for all nodes; see {@link SitqRedisBuilder#config}.
   *
   * @throws ConfigurationException as there
   */
  public SitqClusterBuilder config(String name, String value) {
    settings.config(name, value);
    return this;
  }

  /**
   * The password of all nodes.
   *
   * @throws ConfigurationException if it is blank or holds a line break
   */
  public SitqClusterBuilder password(String password) {
    settings.password(password);
    return this;
  }

  /**
   * Every server also listens for TLS, speaks it to the others, and wants a certificate of each
   * client that does; {@link SitqCluster#uri} then begins with {@code rediss}. The URIs of single
   * servers stay those without TLS.
   *
   * @param authority PEM file of who vouches for all certificates, those of clients too
   * @param certificate PEM file of the servers' certificate, for 127.0.0.1
   * @param key PEM file of its key
   */
  public SitqClusterBuilder tls(Path authority, Path certificate, Path key) {
    settings.tls(new SetUpTls(authority, certificate, key));
    return this;
  }

  /**
   * How many masters there are. Default: 3, the fewest that can elect a replacement.
   *
   * @throws ConfigurationException if it is less than 1
   */
  public SitqClusterBuilder masters(int count) {
    masters = atLeast(1, "masters", count);
    return this;
  }

  /**
   * How many replicas each master has. Default: 1.
   *
   * @throws ConfigurationException if it is negative
   */
  public SitqClusterBuilder replicas(int count) {
    replicas = atLeast(0, "replicas", count);
    return this;
  }

  /**
   * How many of the 16,384 slots are served, from 0 upwards. Default: all.
   *
   * @throws ConfigurationException if it is negative or more than there are
   */
  public SitqClusterBuilder slots(int count) {
    if (count > SlotHash.SLOT_COUNT) {
      throw new ConfigurationException("slots", "must be at most 16384", count);
    }
    slots = atLeast(0, "slots", count);
    return this;
  }

  /**
   * After how long a silence a node counts as dead. Default: 2 s.
   *
   * @throws ConfigurationException if it is less than 500 ms
   */
  public SitqClusterBuilder nodeTimeout(Duration silence) {
    if (silence.toMillis() < 500) {
      throw new ConfigurationException("nodeTimeout", "must be at least 500 ms", silence);
    }
    nodeTimeout = silence;
    return this;
  }

  private static int atLeast(int least, String parameter, int count) {
    if (count < least) {
      throw new ConfigurationException(parameter, "must be at least " + least, count);
    }
    return count;
  }

  /**
   * Starts them and returns when the cluster is ready.
   *
   * @throws IllegalStateException if this machine has no Redis, or they don't get ready
   */
  public SitqCluster start() {
    return SitqCluster.start(settings, masters, replicas, slots, nodeTimeout);
  }
}
