package io.sitq.redis.internal;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.sitq.redis.RedisSettings;
import io.sitq.redis.internal.GroupCommit.Item;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What all roles share. */
record RedisContext(
    RedisSettings settings,
    Keys keys,
    RedisErrors errors,
    Connections connections,
    ScriptRunner scripts,
    ScheduledExecutorService timer) {

  RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return connections.commands();
  }

  /** A line of items that are given up when Redis stays away. */
  <I, O> GroupCommit<I, O> line(
      String operation,
      ToIntFunction<I> weigher,
      Function<List<Item<I, O>>, CompletionStage<List<O>>> call) {
    return new GroupCommit<>(
        operation, weigher, settings.retryTimeout().toNanos(), errors, timer, call);
  }

  /** A line of items that are never given up. */
  <I, O> GroupCommit<I, O> patientLine(
      String operation,
      ToIntFunction<I> weigher,
      Function<List<Item<I, O>>, CompletionStage<List<O>>> call) {
    return new GroupCommit<>(operation, weigher, Long.MAX_VALUE, errors, timer, call);
  }
}
