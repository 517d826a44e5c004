package io.sitq.redis.internal;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.Inspector;
import io.sitq.spi.QueueStats;
import io.sitq.spi.WorkerInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at queues and workers for operators. */
final class RedisInspector implements Inspector {
  private static final int SCAN_COUNT = 10_000;

  private final RedisContext context;
  private final QueueLayouts layouts;

  RedisInspector(RedisContext context, QueueLayouts layouts) {
    this.context = context;
    this.layouts = layouts;
  }

  @Override
  public CompletionStage<Set<String>> queues() {
    return translated(
        "queues",
        context
            .commands()
            .smembers(context.keys().queues())
            .thenApply(
                names ->
                    names.stream()
                        .map(Bytes::text)
                        .collect(Collectors.toCollection(TreeSet::new))));
  }

  @Override
  public CompletionStage<QueueStats> stats(String queue) {
    return translated(
        "stats",
        layouts
            .latest("stats", queue)
            .thenCompose(
                layout ->
                    QueueLayouts.all(layout.partitions(), this::stats)
                        .thenCombine(
                            formerCounts(layout), (now, before) -> sum(queue, now, before))));
  }

  private CompletionStage<QueueStats> stats(QueueKeys keys) {
    return context
        .scripts()
        .run(
            Script.STATS,
            new byte[][] {keys.ready, keys.scheduled, keys.dead, keys.counts},
            Keys.GROUP)
        .thenApply(
            reply ->
                new QueueStats(
                    keys.queue,
                    Bytes.number(reply.get(0)),
                    Bytes.number(reply.get(1)),
                    Bytes.number(reply.get(2)),
                    Bytes.number(reply.get(3)),
                    Duration.ofMillis(Bytes.number(reply.get(4))),
                    counts((List<?>) reply.get(5))));
  }

  /** What the queue had counted before it was spread anew. */
  private CompletionStage<List<Map<String, Map<String, Long>>>> formerCounts(QueueLayout layout) {
    List<QueueKeys> former =
        layout.former().stream().flatMap(before -> before.partitions().stream()).toList();
    return QueueLayouts.all(
        former,
        keys ->
            context
                .commands()
                .hgetall(keys.counts)
                .thenApply(
                    hash -> {
                      List<Object> flat = new ArrayList<>();
                      hash.forEach((field, total) -> flat.addAll(List.of(field, total)));
                      return counts(flat);
                    }));
  }

  private static QueueStats sum(
      String queue, List<QueueStats> partitions, List<Map<String, Map<String, Long>>> former) {
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    Stream.concat(partitions.stream().map(QueueStats::counts), former.stream())
        .forEach(
            some ->
                some.forEach(
                    (task, outcomes) ->
                        outcomes.forEach(
                            (outcome, total) ->
                                counts
                                    .computeIfAbsent(task, t -> new TreeMap<>())
                                    .merge(outcome, total, Long::sum))));
    return new QueueStats(
        queue,
        partitions.stream().mapToLong(QueueStats::pending).sum(),
        partitions.stream().mapToLong(QueueStats::running).sum(),
        partitions.stream().mapToLong(QueueStats::scheduled).sum(),
        partitions.stream().mapToLong(QueueStats::dead).sum(),
        partitions.stream()
            .map(QueueStats::oldestPending)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO),
        counts);
  }

  private static Map<String, Map<String, Long>> counts(List<?> hash) {
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    for (int i = 0; i + 1 < hash.size(); i += 2) {
      String field = String.valueOf(Bytes.text(hash.get(i)));
      int colon = field.lastIndexOf(':');
      if (colon > 0) {
        counts
            .computeIfAbsent(field.substring(0, colon), task -> new TreeMap<>())
            .put(field.substring(colon + 1), Bytes.number(hash.get(i + 1)));
      }
    }
    return counts;
  }

  @Override
  public CompletionStage<List<WorkerInfo>> workers() {
    return translated(
        "workers",
        scan(ScanCursor.INITIAL, new ArrayList<>())
            .thenCompose(this::read)
            .thenApply(
                workers ->
                    workers.stream()
                        .filter(Objects::nonNull)
                        .sorted(Comparator.comparing(WorkerInfo::id))
                        .toList()));
  }

  private CompletionStage<List<byte[]>> scan(ScanCursor cursor, List<byte[]> found) {
    return context
        .commands()
        .scan(cursor, ScanArgs.Builder.matches(context.keys().workerPattern()).limit(SCAN_COUNT))
        .thenCompose(
            (KeyScanCursor<byte[]> page) -> {
              found.addAll(page.getKeys());
              return page.isFinished()
                  ? CompletableFuture.completedStage(found)
                  : scan(page, found);
            });
  }

  private CompletionStage<List<WorkerInfo>> read(List<byte[]> keys) {
    CompletionStage<List<WorkerInfo>> all = CompletableFuture.completedStage(new ArrayList<>());
    int prefix = context.keys().workerPattern().length() - 1;
    for (byte[] key : keys) {
      String id = Bytes.text(key).substring(prefix);
      all =
          all.thenCombine(
              context.commands().hgetall(key),
              (workers, hash) -> {
                workers.add(RedisRegistry.parse(id, hash));
                return workers;
              });
    }
    return all;
  }

  private <T> CompletionStage<T> translated(String operation, CompletionStage<T> stage) {
    return stage.exceptionallyCompose(
        error -> CompletableFuture.failedStage(context.errors().translate(operation, error)));
  }
}
