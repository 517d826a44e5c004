package io.sitq.redis.internal;

import io.lettuce.core.Range;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.DeadLetterStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Dead letters: ids by the time of their failure, bounded in number and age. */
final class RedisDeadLetters implements DeadLetterStore {
  /** How long the result of one that is pushed out of the list is still kept. */
  private static final Duration PUSHED_OUT_TTL = Duration.ofDays(7);

  /** What milliseconds can count; anything beyond is as far away. */
  private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);

  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private final RedisContext context;
  private final QueueLayouts layouts;

  /** One of several partitions' dead letters, to be sorted among the others. */
  private record Dated(String id, double millis) {}

  RedisDeadLetters(RedisContext context, QueueLayouts layouts) {
    this.context = context;
    this.layouts = layouts;
  }

  @Override
  public CompletionStage<List<String>> ids(
      String queue, @Nullable Instant since, @Nullable Instant until) {
    Range<Double> range = Range.from(boundary(since), boundary(until));
    return translated(
        layouts
            .latest("dead letters", queue)
            .thenCompose(
                layout ->
                    QueueLayouts.all(layout.partitions(), keys -> dated(keys, range))
                        .thenApply(RedisDeadLetters::newestFirst)));
  }

  private static Range.Boundary<Double> boundary(@Nullable Instant time) {
    if (time == null) {
      return Range.Boundary.unbounded();
    }
    Instant notTooEarly = time.isBefore(EARLIEST) ? EARLIEST : time;
    Instant within = notTooEarly.isAfter(LATEST) ? LATEST : notTooEarly;
    return Range.Boundary.including((double) within.toEpochMilli());
  }

  private CompletionStage<List<Dated>> dated(QueueKeys keys, Range<Double> range) {
    return context
        .commands()
        .zrevrangebyscoreWithScores(keys.dead, range)
        .thenApply(
            found ->
                found.stream()
                    .map(one -> new Dated(Bytes.text(one.getValue()), one.getScore()))
                    .toList());
  }

  private static List<String> newestFirst(List<List<Dated>> partitions) {
    return partitions.size() == 1
        ? partitions.get(0).stream().map(Dated::id).toList()
        : partitions.stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingDouble(Dated::millis).thenComparing(Dated::id).reversed())
            .map(Dated::id)
            .toList();
  }

  @Override
  public CompletionStage<Integer> requeue(String queue, List<String> ids) {
    return translated(
        each(
            queue,
            ids,
            (keys, some) ->
                run(Script.REQUEUE, keys, some, Keys.GROUP, keys.ready, keys.dead)
                    .thenApply(RedisDeadLetters::done)));
  }

  @Override
  public CompletionStage<Integer> delete(String queue, List<String> ids) {
    return translated(each(queue, ids, (keys, some) -> bury(keys, some, Duration.ZERO)));
  }

  /** Does something with the ids of each partition; returns the sum. */
  private CompletionStage<Integer> each(
      String queue,
      List<String> ids,
      BiFunction<QueueKeys, List<String>, CompletionStage<Integer>> call) {
    return layouts
        .latest("dead letters", queue)
        .thenCompose(
            layout ->
                QueueLayouts.all(
                    List.copyOf(layout.group(ids, id -> id).entrySet()),
                    group -> call.apply(group.getKey(), group.getValue())))
        .thenApply(RedisDeadLetters::sum);
  }

  private static int sum(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Each partition keeps its share, so that the whole queue keeps about the number in the settings.
   */
  @Override
  public CompletionStage<Integer> trim(String queue) {
    int kept = context.settings().deadLetters();
    return translated(
        layouts
            .with(
                "dead letters",
                queue,
                layout ->
                    QueueLayouts.all(
                        layout.partitions(),
                        keys -> trim(keys, (kept + layout.size() - 1) / layout.size())))
            .thenApply(RedisDeadLetters::sum));
  }

  private CompletionStage<Integer> trim(QueueKeys keys, int kept) {
    return context
        .scripts()
        .run(
            Script.OVERDUE,
            new byte[][] {keys.dead},
            Bytes.of(kept),
            Bytes.of(context.settings().deadLetterTtl().toMillis()),
            Bytes.of(GroupCommit.MAX_BATCH))
        .thenCompose(
            ids ->
                bury(
                    keys,
                    ids.stream().map(id -> Bytes.text((byte[]) id)).toList(),
                    PUSHED_OUT_TTL));
  }

  private CompletionStage<Integer> bury(QueueKeys keys, List<String> ids, Duration keep) {
    if (ids.isEmpty()) {
      return CompletableFuture.completedStage(0);
    }
    return run(Script.BURY, keys, ids, Bytes.of(keep.toMillis()), keys.dead)
        .thenApply(RedisDeadLetters::done);
  }

  private CompletionStage<List<Object>> run(
      Script script, QueueKeys keys, List<String> ids, byte[] firstArg, byte[]... firstKeys) {
    byte[][] scriptKeys = new byte[firstKeys.length + ids.size()][];
    byte[][] args = new byte[1 + ids.size()][];
    System.arraycopy(firstKeys, 0, scriptKeys, 0, firstKeys.length);
    args[0] = firstArg;
    for (int i = 0; i < ids.size(); i++) {
      scriptKeys[firstKeys.length + i] = keys.task(ids.get(i));
      args[1 + i] = Bytes.of(ids.get(i));
    }
    return context.scripts().run(script, scriptKeys, args);
  }

  private static int done(List<Object> replies) {
    return (int) replies.stream().filter(reply -> "OK".equals(Bytes.text(reply))).count();
  }

  private <T> CompletionStage<T> translated(CompletionStage<T> stage) {
    return stage.exceptionallyCompose(
        error -> CompletableFuture.failedStage(context.errors().translate("dead letters", error)));
  }
}
