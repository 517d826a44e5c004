package io.sitq.redis;

import io.sitq.BackendConnectionException;
import io.sitq.ConfigurationException;
import io.sitq.redis.internal.Examination;
import java.util.List;

/**
 * Looks whether a Redis is fit for sitq, and whether all is well with the queues on it: version,
 * eviction, persistence, replicas, memory, clock, rights, consumers and keys. Reads, and writes
 * nothing but four keys that are deleted at once, to see whether the user may. Immutable.
 */
public final class RedisDoctor {
  /** How many keys are looked at unless another number is set. */
  public static final int DEFAULT_KEYS = 100_000;

  private final RedisSettings settings;
  private final int keys;

  private RedisDoctor(RedisSettings settings, int keys) {
    this.settings = settings;
    this.keys = keys;
  }

  /** A doctor for the Redis of these settings. */
  public static RedisDoctor of(RedisSettings settings) {
    if (settings == null) {
      throw new ConfigurationException("settings", "must not be null", null);
    }
    return new RedisDoctor(settings, DEFAULT_KEYS);
  }

  /**
   * At most how many keys are looked at for those that belong to nothing. Default: 100,000, which
   * takes some seconds.
   *
   * @throws ConfigurationException if it is negative
   */
  public RedisDoctor keys(int newKeys) {
    if (newKeys < 0) {
      throw new ConfigurationException("keys", "must not be negative", newKeys);
    }
    return new RedisDoctor(settings, newKeys);
  }

  /**
   * Looks at everything. What the user has no right to look at is a finding too.
   *
   * @throws BackendConnectionException if Redis can't be reached, refuses the credentials, or goes
   *     away meanwhile
   */
  public List<Finding> examine() {
    return Examination.of(settings, keys);
  }
}
