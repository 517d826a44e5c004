package io.sitq.redis.internal;

import io.lettuce.core.RedisNoScriptException;
import io.sitq.BackendException;
import io.sitq.ReplicationShortfallException;
import io.sitq.redis.internal.GroupCommit.Item;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.redis.internal.ReplicaWaits.Wish;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.Submission;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Waits until replicas have what was enqueued. WAIT holds up its connection and is about that
 * connection's writes: so it has one of its own, on which a batch of tasks is written once more as
 * it is, by {@link ReplicaWaits}.
 */
final class RedisReplication {
  private final RedisContext context;
  private final Map<Line, GroupCommit<String, Integer>> lines = new ConcurrentHashMap<>();

  private final ReplicaWaits waits = new ReplicaWaits();

  /** What can go in one call. */
  private record Line(QueueKeys keys, Wish wish) {}

  RedisReplication(RedisContext context) {
    this.context = context;
  }

  /** The outcome, once enough replicas have the task. */
  CompletionStage<EnqueueOutcome> await(
      QueueKeys keys, Submission submission, EnqueueOutcome outcome) {
    Line line = new Line(keys, new Wish(submission.replicas(), submission.replicasTimeoutMillis()));
    return lines
        .computeIfAbsent(line, this::open)
        .submit(submission.id())
        .thenCompose(confirmed -> judged(submission, outcome, confirmed));
  }

  private static CompletionStage<EnqueueOutcome> judged(
      Submission submission, EnqueueOutcome outcome, int confirmed) {
    if (confirmed >= submission.replicas()
        || (confirmed < 0 && outcome == EnqueueOutcome.DUPLICATE)) {
      return CompletableFuture.completedStage(outcome);
    }
    if (confirmed < 0) {
      return CompletableFuture.failedStage(
          new BackendException(
              "enqueue",
              "enqueue: task "
                  + submission.id()
                  + " was lost in a failover before a replica had it: enqueue it again",
              null));
    }
    return CompletableFuture.failedStage(
        new ReplicationShortfallException(
            submission.id(),
            submission.replicas(),
            confirmed,
            "enqueue: task "
                + submission.id()
                + " is in its queue and will run, but "
                + confirmed
                + " of "
                + submission.replicas()
                + " replicas confirmed it in "
                + submission.replicasTimeoutMillis()
                + " ms, and a failover could lose it: enqueue it again under its id to wait again",
            null));
  }

  void close() {
    lines.values().forEach(GroupCommit::close);
  }

  private GroupCommit<String, Integer> open(Line line) {
    return context.line("enqueue", String::length, batch -> confirm(line, batch));
  }

  private CompletionStage<List<Integer>> confirm(Line line, List<Item<String, Integer>> batch) {
    byte[][] keys = batch.stream().map(item -> line.keys().task(item.value)).toArray(byte[][]::new);
    return context
        .connections()
        .replication()
        .thenCompose(link -> link.to(keys[0]))
        .thenCompose(
            server ->
                waits
                    .confirm(server, line.wish(), true, keys)
                    .exceptionallyCompose(
                        error ->
                            RedisErrors.unwrapped(error) instanceof RedisNoScriptException
                                ? waits.confirm(server, line.wish(), false, keys)
                                : CompletableFuture.failedStage(error)))
        .whenComplete(
            (confirmed, error) -> {
              if (error != null) {
                context.connections().suspect(error);
              }
            });
  }
}
