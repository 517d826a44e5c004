package io.sitq.it.chaos;

import io.sitq.testkit.invariant.InvariantChecker;
import java.time.Duration;
import java.util.List;

/** A set-up of Redis that can be broken. */
interface RedisUnderTest extends AutoCloseable {
  /** Starts the set-up of this name; workers have leases of {@code lease}. */
  static RedisUnderTest named(String name, Duration lease) {
    return switch (name) {
      case "standalone" -> new StandaloneRedis(lease);
      case "sentinel" -> new SentinelRedis();
      case "cluster" -> new ClusterRedis();
      default -> throw new IllegalArgumentException("chaos.redis: no set-up " + name);
    };
  }

  /** For the run's own client, which nothing stands in the way of. */
  String uri();

  /** A new way to it, for one process; its connections have this name. */
  Link link(String clientName);

  /** What can be broken about it, beside processes and links. */
  List<Fault> faults();

  /** Whether no acknowledged write is ever lost; if not, what is missing is only reported. */
  boolean keepsEveryWrite();

  /** How many connections of this name there are. */
  int connections(String clientName);

  /** The checker of a namespace of it. */
  default InvariantChecker checker(String namespace) {
    return InvariantChecker.of(uri(), namespace);
  }

  @Override
  void close();
}
