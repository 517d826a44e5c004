package io.sitq.redis.internal;

import io.lettuce.core.Range;
import io.sitq.redis.RedisSettings;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.DeadLetterStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Dead letters: ids by the time of their failure, bounded in number and age. */
final class RedisDeadLetters implements DeadLetterStore {
  /** How long the result of one that is pushed out of the list is still kept. */
  private static final Duration PUSHED_OUT_TTL = Duration.ofDays(7);

  private final RedisContext context;

  RedisDeadLetters(RedisContext context) {
    this.context = context;
  }

  @Override
  public CompletionStage<List<String>> ids(
      String queue, @Nullable Instant since, @Nullable Instant until) {
    Range<Double> range =
        Range.from(
            since == null
                ? Range.Boundary.unbounded()
                : Range.Boundary.including((double) since.toEpochMilli()),
            until == null
                ? Range.Boundary.unbounded()
                : Range.Boundary.including((double) until.toEpochMilli()));
    return translated(
        context
            .commands()
            .zrevrangebyscore(context.keys().queue(queue).dead, range)
            .thenApply(ids -> ids.stream().map(Bytes::text).toList()));
  }

  @Override
  public CompletionStage<Integer> requeue(String queue, List<String> ids) {
    QueueKeys keys = context.keys().queue(queue);
    return translated(
        run(Script.REQUEUE, keys, ids, Keys.GROUP, keys.ready, keys.dead)
            .thenApply(RedisDeadLetters::done));
  }

  @Override
  public CompletionStage<Integer> delete(String queue, List<String> ids) {
    return translated(bury(queue, ids, Duration.ZERO));
  }

  @Override
  public CompletionStage<Integer> trim(String queue) {
    RedisSettings settings = context.settings();
    return translated(
        context
            .scripts()
            .run(
                Script.OVERDUE,
                new byte[][] {context.keys().queue(queue).dead},
                Bytes.of(settings.deadLetters()),
                Bytes.of(settings.deadLetterTtl().toMillis()),
                Bytes.of(GroupCommit.MAX_BATCH))
            .thenCompose(
                ids ->
                    bury(
                        queue,
                        ids.stream().map(id -> Bytes.text((byte[]) id)).toList(),
                        PUSHED_OUT_TTL)));
  }

  private CompletionStage<Integer> bury(String queue, List<String> ids, Duration keep) {
    if (ids.isEmpty()) {
      return CompletableFuture.completedStage(0);
    }
    QueueKeys keys = context.keys().queue(queue);
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
