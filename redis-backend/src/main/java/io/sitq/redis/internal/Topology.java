package io.sitq.redis.internal;

import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.sitq.redis.RedisSettings;
import java.util.concurrent.CompletionStage;

/**
 * How the servers of a set-up are reached, and found again when they change their roles. Calls fail
 * as Lettuce does.
 */
interface Topology extends AutoCloseable {
  static Topology of(RedisLocation location, RedisSettings settings) {
    return switch (location.setUp()) {
      case SINGLE -> new SingleTopology(location.uris().get(0), settings);
      case SENTINEL -> new SentinelTopology(location.uris().get(0), settings);
      case CLUSTER -> new ClusterTopology(location.uris(), settings);
    };
  }

  /**
   * A new connection for commands; the single servers behind it may be connected a moment later.
   */
  Link connect();

  /** A new connection for notifications. */
  CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub();

  /**
   * Looks whether the servers have changed their roles, if an error makes that likely. Returns at
   * once.
   */
  void suspect(Throwable error);

  /** An error of {@link #connect} that says what is wrong, if this set-up knows more. */
  RuntimeException explained(RuntimeException error);

  /** The {@code redis_mode} of a server that belongs here. */
  String mode();

  @Override
  void close();
}
