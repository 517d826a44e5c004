package io.sitq.redis.internal;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.sitq.BackendException;
import io.sitq.ConfigurationException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses a server that is too old, and warns of one that may drop data. */
final class ServerCheck {
  /** XPENDING with IDLE and ranges with an exclusive end came with 6.2. */
  static final String OLDEST = "6.2";

  private static final Logger log = LoggerFactory.getLogger(ServerCheck.class);

  private final RedisErrors errors;
  private final String address;

  ServerCheck(RedisErrors errors, String address) {
    this.errors = errors;
    this.address = address;
  }

  /** Checks one server, which is to be of the {@code mode} that the URI supposes. */
  void check(RedisClusterAsyncCommands<byte[], byte[]> commands, String mode) {
    String info;
    try {
      info = commands.info().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw errors.translate("connect", e);
    } catch (ExecutionException e) {
      if (String.valueOf(e.getMessage()).contains("NOPERM")) {
        log.warn(
            "The Redis user at {} may not call INFO, so that version and eviction policy were not"
                + " checked: sitq needs Redis {} or later with maxmemory-policy noeviction",
            address,
            OLDEST);
        return;
      }
      throw errors.translate("connect", e);
    }
    requireMode(value(info, "redis_mode"), mode);
    requireVersion(value(info, "redis_version"), address);
    warnOfEviction(value(info, "maxmemory_policy"));
  }

  private void requireMode(String mode, String wanted) {
    if (wanted.equals("standalone") && mode.equals("cluster")) {
      throw new ConfigurationException(
          "redis uri",
          "must be redis-cluster://, since this server is a node of a cluster",
          address);
    }
    if (mode.equals("sentinel")) {
      throw new ConfigurationException(
          "redis uri", "must be redis-sentinel://...#master, since this is a Sentinel", address);
    }
  }

  static void requireVersion(String version, String address) {
    if (!isTooOld(version)) {
      return;
    }
    throw new BackendException(
        "connect",
        "connect: Redis at "
            + address
            + " is version "
            + version
            + ", sitq needs "
            + OLDEST
            + " or later: upgrade the server",
        null);
  }

  /** Not if the version can't be read: then nobody knows. */
  static boolean isTooOld(String version) {
    String[] parts = version.split("\\.", 3);
    try {
      int major = Integer.parseInt(parts[0]);
      int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
      return major < 6 || (major == 6 && minor < 2);
    } catch (NumberFormatException e) {
      log.warn("Redis tells no version that can be read: {}", version);
      return false;
    }
  }

  private void warnOfEviction(String policy) {
    if (!policy.isEmpty() && !policy.equals("noeviction")) {
      log.warn(
          "Redis at {} has maxmemory-policy {}: when its memory is full it will drop tasks and results"
              + " without a trace. Set maxmemory-policy noeviction.",
          address,
          policy);
    }
  }

  private static String value(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
