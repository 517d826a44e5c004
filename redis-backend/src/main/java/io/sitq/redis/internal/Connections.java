package io.sitq.redis.internal;

import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.sitq.SitqException;
import io.sitq.redis.RedisSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** The connections of a backend, each for what must not wait for anything else. */
final class Connections implements AutoCloseable {
  /** No read blocks longer. */
  static final Duration LONGEST_BLOCK = Duration.ofSeconds(5);

  /** For an answer that says why, where one was refused without. */
  private static final int ATTEMPTS = 3;

  private final RedisErrors errors;
  private final Topology topology;
  private final Link shared;

  /** The one for leases. */
  private final LateLink leases;

  /** The one on which replicas are waited for. */
  private final LateLink replication;

  private Connections(RedisErrors errors, Topology topology, Link shared) {
    this.errors = errors;
    this.topology = topology;
    this.shared = shared;
    this.leases = new LateLink(() -> connect(topology));
    this.replication = new LateLink(() -> connect(topology));
  }

  static Connections open(RedisSettings settings, RedisErrors errors) {
    Topology topology = Topology.of(RedisLocation.of(settings.uri()), settings);
    try {
      return new Connections(errors, topology, connect(topology));
    } catch (RuntimeException e) {
      RuntimeException explained = topology.explained(e);
      topology.close();
      throw errors.translate("connect", explained);
    }
  }

  private static Link connect(Topology topology) {
    for (int attempt = 1; ; attempt++) {
      try {
        return topology.connect();
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || !RedisErrors.hasLostItsReason(e)) {
          throw e;
        }
      }
    }
  }

  /** The one that all short commands share. */
  RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return shared.commands();
  }

  /** Each server by itself. */
  List<RedisClusterAsyncCommands<byte[], byte[]>> servers() {
    return shared.servers();
  }

  /** Refuses servers that can't be used. */
  void check(ServerCheck check) {
    servers().forEach(server -> check.check(server, topology.mode()));
  }

  /** A new one on which the stream {@code key} is read. */
  QueueReader openReader(byte[] key) {
    return new QueueReader(connect(), shared, key, errors);
  }

  /**
   * The one for leases, made when it is first needed: nothing else may hold it up. Waits until the
   * server of {@code key} is connected.
   */
  RedisClusterAsyncCommands<byte[], byte[]> leases(byte[] key) {
    try {
      return leases
          .get()
          .thenCompose(link -> link.to(key).thenApply(connected -> link.commands()))
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw errors.translate("connect", e);
    } catch (ExecutionException e) {
      throw explained(
          e.getCause() instanceof RuntimeException cause ? cause : new RedisException(e));
    }
  }

  /**
   * The one on which replicas are waited for, made when it is first needed; fails as Lettuce does.
   */
  CompletionStage<Link> replication() {
    return replication.get();
  }

  private Link connect() {
    try {
      return connect(topology);
    } catch (RuntimeException e) {
      throw explained(e);
    }
  }

  private SitqException explained(RuntimeException error) {
    return errors.translate("connect", topology.explained(error));
  }

  /** A new one for notifications; fails as Lettuce does. */
  CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> openPubSub() {
    return topology.connectPubSub();
  }

  /** Looks whether servers have changed their roles, if an error makes that likely. */
  void suspect(Throwable error) {
    topology.suspect(error);
  }

  @Override
  public void close() {
    topology.close();
  }
}
