package io.sitq.redis.internal;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.sitq.ConfigurationException;
import io.sitq.redis.internal.Keys.QueueKeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Spreads a drained queue over more partitions. The keys of the layout that it had are sealed
 * first, each in one step with the look whether it is empty; so no task can come to stand where
 * nobody looks any more, whatever a client believes that has not heard yet. Only then the new
 * number is recorded. Results stay where they are, and the record says until when the last of them
 * lives.
 *
 * <p>One that is given up half-way leaves seals that end by themselves.
 */
final class PartitionRaiser {
  /** The value of a sealed key begins so. */
  static final String SEAL = "sitq:sealed:";

  private static final Duration SEALED_MEANWHILE = Duration.ofMinutes(3);
  private static final Duration RECORDED_WITHIN = Duration.ofMinutes(2);
  private static final Duration SEALED_AFTERWARDS = Duration.ofDays(1);

  /** For clocks of clients that differ from the server's. */
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  private static final int PAGE = 1000;

  private final RedisContext context;

  PartitionRaiser(RedisContext context) {
    this.context = context;
  }

  /** Fails with a {@link ConfigurationException} if the queue is not drained. */
  CompletionStage<Void> raise(QueueLayout from, int count) {
    byte[] token =
        Bytes.of(SEAL + Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), 36));
    return requireDrained(from, count)
        .thenCompose(drained -> seal(from, token, SEALED_MEANWHILE))
        .thenCompose(
            replies ->
                isAll("OK", replies)
                    ? record(from, count, token, Bytes.number(replies.get(0).get(1)))
                    : unseal(from, token)
                        .thenCompose(unsealed -> requireDrained(from, count))
                        .thenCompose(drained -> failed(beingChanged(from))));
  }

  private CompletionStage<Void> requireDrained(QueueLayout layout, int count) {
    return QueueLayouts.<QueueKeys, List<Object>>all(
            layout.partitions(),
            keys ->
                context
                    .scripts()
                    .run(
                        Script.STATS,
                        new byte[][] {keys.ready, keys.scheduled, keys.dead, keys.counts},
                        Keys.GROUP))
        .<Void>thenCompose(
            stats -> {
              long[] sums = new long[4]; // pending, running, scheduled, dead
              stats.forEach(
                  reply -> {
                    for (int i = 0; i < sums.length; i++) {
                      sums[i] += Bytes.number(reply.get(i));
                    }
                  });
              return sums[0] + sums[1] + sums[2] + sums[3] == 0
                  ? CompletableFuture.completedStage(null)
                  : failed(notDrained(layout, count, sums));
            })
        .exceptionallyCompose(
            error ->
                RedisErrors.isWrongType(error)
                    ? requireUnsealed(layout, layout.partitions())
                        .thenCompose(unsealed -> failed(error))
                    : failed(error));
  }

  private static ConfigurationException notDrained(QueueLayout layout, int count, long[] sums) {
    return new ConfigurationException(
        "partitions of queue " + layout.queue(),
        "are "
            + layout.size()
            + " in Redis and can be raised when the queue is drained; it has "
            + sums[0]
            + " pending, "
            + sums[1]
            + " running and "
            + sums[2]
            + " scheduled tasks and "
            + sums[3]
            + " dead letters (docs/running-redis.md, Partitions, says how)",
        count);
  }

  private static RedisException beingChanged(QueueLayout layout) {
    return new QueueSpreadingException(layout.queue());
  }

  private CompletionStage<List<List<Object>>> seal(QueueLayout layout, byte[] token, Duration ttl) {
    return QueueLayouts.all(
        layout.partitions(),
        keys ->
            context
                .scripts()
                .run(
                    Script.SEAL,
                    new byte[][] {keys.ready, keys.scheduled, keys.dead, keys.recovery},
                    token,
                    Bytes.of(ttl.toMillis())));
  }

  private CompletionStage<?> unseal(QueueLayout layout, byte[] token) {
    return QueueLayouts.all(
        layout.partitions(),
        keys ->
            context.scripts().run(Script.UNSEAL, new byte[][] {keys.ready, keys.scheduled}, token));
  }

  private static boolean isAll(String wanted, List<List<Object>> replies) {
    return replies.stream().allMatch(reply -> wanted.equals(Bytes.text(reply.get(0))));
  }

  private CompletionStage<Void> record(QueueLayout from, int count, byte[] token, long nowMillis) {
    return history(from, nowMillis)
        .thenCompose(
            history ->
                context
                    .scripts()
                    .run(
                        Script.PARTITIONS,
                        new byte[][] {context.keys().partitions()},
                        Bytes.of(from.queue()),
                        from.record() == null ? Bytes.EMPTY : Bytes.of(from.record()),
                        Bytes.of(count + history),
                        Bytes.of(nowMillis + RECORDED_WITHIN.toMillis())))
        .thenCompose(
            reply ->
                switch (String.valueOf(Bytes.text(reply.get(0)))) {
                  case "OK" -> seal(from, token, SEALED_AFTERWARDS).<Void>thenApply(done -> null);
                  case "LATE" ->
                      unseal(from, token).thenCompose(unsealed -> failed(beingChanged(from)));
                  default -> CompletableFuture.<Void>completedStage(null); // it was done already
                });
  }

  /** Records a layout again that Redis has lost; says whether nobody was faster. */
  CompletionStage<Boolean> restore(QueueLayout found, QueueLayout lost) {
    return context
        .scripts()
        .run(
            Script.PARTITIONS,
            new byte[][] {context.keys().partitions()},
            Bytes.of(found.queue()),
            found.record() == null ? Bytes.EMPTY : Bytes.of(found.record()),
            Bytes.of(String.valueOf(lost.record())),
            Bytes.of(Long.MAX_VALUE))
        .thenApply(reply -> "OK".equals(Bytes.text(reply.get(0))));
  }

  /** What the record says of earlier layouts; nothing if no task has ever ended. */
  private CompletionStage<String> history(QueueLayout from, long nowMillis) {
    String earlier =
        from.record() == null || from.record().indexOf(' ') < 0
            ? ""
            : from.record().substring(from.record().indexOf(' '));
    return QueueLayouts.<QueueKeys, Long>all(
            from.partitions(), keys -> context.commands().exists(keys.counts))
        .thenCompose(
            counts ->
                counts.stream().allMatch(exists -> exists == 0)
                    ? CompletableFuture.completedStage(earlier)
                    : QueueLayouts.<QueueKeys, Long>all(from.partitions(), this::longestTtl)
                        .thenApply(
                            ttls ->
                                " "
                                    + from.size()
                                    + "@"
                                    + (nowMillis
                                        + CLOCKS_DIFFER.toMillis()
                                        + ttls.stream().mapToLong(ttl -> ttl).max().orElse(0))
                                    + earlier));
  }

  /** How long the last result of a partition lives, in ms. */
  private CompletionStage<Long> longestTtl(QueueKeys keys) {
    return longestTtl(keys, ScanCursor.INITIAL, 0);
  }

  private CompletionStage<Long> longestTtl(QueueKeys keys, ScanCursor cursor, long longest) {
    return context
        .commands()
        .scan(cursor, ScanArgs.Builder.matches(keys.taskPattern()).limit(PAGE))
        .thenCompose(
            (KeyScanCursor<byte[]> page) ->
                QueueLayouts.<byte[], Long>all(page.getKeys(), key -> context.commands().pttl(key))
                    .thenCompose(
                        ttls -> {
                          long most =
                              Math.max(longest, ttls.stream().mapToLong(t -> t).max().orElse(0));
                          return page.isFinished()
                              ? CompletableFuture.completedStage(most)
                              : longestTtl(keys, page, most);
                        }));
  }

  /** Fails, with what passes, while any of these partitions is sealed. */
  CompletionStage<Void> requireUnsealed(QueueLayout layout, List<QueueKeys> partitions) {
    return QueueLayouts.<QueueKeys, Boolean>all(
            partitions,
            keys ->
                context
                    .commands()
                    .get(keys.ready)
                    .handle(
                        (value, error) ->
                            error == null && value != null && Bytes.text(value).startsWith(SEAL)))
        .thenCompose(
            seals ->
                seals.contains(true)
                    ? failed(beingChanged(layout))
                    : CompletableFuture.completedStage(null));
  }

  private static <T> CompletionStage<T> failed(Throwable error) {
    return CompletableFuture.failedStage(error);
  }
}
