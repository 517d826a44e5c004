package io.sitq.redis.internal;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.sitq.redis.RedisSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The connections of a backend, each for what must not wait for anything else. */
final class Connections implements AutoCloseable {
  /** No read blocks longer. */
  static final Duration LONGEST_BLOCK = Duration.ofSeconds(5);

  /** For an answer that says why, where one was refused without. */
  private static final int ATTEMPTS = 3;

  private final RedisErrors errors;
  private final Topology topology;
  private final Link shared;
  private final Object opening = new Object();

  /** Guarded by {@code opening}. */
  private @Nullable Link leases;

  /** Guarded by {@code opening}. */
  private @Nullable CompletableFuture<Link> replication;

  private Connections(RedisErrors errors, Topology topology, Link shared) {
    this.errors = errors;
    this.topology = topology;
    this.shared = shared;
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

  /** The one for leases, made when it is first needed: nothing else may hold it up. */
  RedisClusterAsyncCommands<byte[], byte[]> leases() {
    synchronized (opening) {
      if (leases == null) {
        leases = connect();
      }
      return leases.commands();
    }
  }

  /**
   * The one on which replicas are waited for, made when it is first needed; fails as Lettuce does.
   * It is made on a thread of its own: the caller's may be one that Lettuce needs for that.
   */
  CompletionStage<Link> replication() {
    synchronized (opening) {
      if (replication == null || replication.isCompletedExceptionally()) {
        replication = CompletableFuture.supplyAsync(() -> connect(topology), Connections::start);
      }
      return replication;
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "sitq-connect");
    thread.setDaemon(true);
    thread.start();
  }

  private Link connect() {
    try {
      return connect(topology);
    } catch (RuntimeException e) {
      throw errors.translate("connect", topology.explained(e));
    }
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
