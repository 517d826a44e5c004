package io.sitq.redis.internal;

import io.sitq.TaskFailure;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.Recovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovers in two calls: one looks whose leases have expired, one acts with the tasks' keys
 * declared.
 */
final class RedisRecovery implements Recovery {
  private static final Logger log = LoggerFactory.getLogger(RedisRecovery.class);

  /** How long the result of a task that was cancelled or killed its workers is kept. */
  private static final Duration FAILURE_TTL = Duration.ofDays(7);

  private final RedisContext context;
  private final QueueLayouts layouts;

  RedisRecovery(RedisContext context, QueueLayouts layouts) {
    this.context = context;
    this.layouts = layouts;
  }

  /** An entry whose lease has expired. */
  private record Expired(String entry, String id, String worker) {}

  @Override
  public CompletionStage<Pass> recover(String queue, Duration lease, int crashLimit) {
    return translated(
        each(queue, keys -> recover(keys, lease, crashLimit)).thenApply(RedisRecovery::sum));
  }

  /** Does something with each partition, whatever the others' trouble is. */
  private <T> CompletionStage<List<T>> each(
      String queue, Function<QueueKeys, CompletionStage<T>> call) {
    return layouts.with("recover", queue, layout -> QueueLayouts.all(layout.partitions(), call));
  }

  private static Pass sum(List<Pass> passes) {
    return passes.size() == 1
        ? passes.get(0)
        : new Pass(
            passes.stream().mapToInt(Pass::recovered).sum(),
            passes.stream().flatMap(pass -> pass.ended().stream()).toList(),
            passes.stream()
                .map(Pass::hold)
                .filter(hold -> !hold.isZero())
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO),
            passes.stream().anyMatch(Pass::more));
  }

  private CompletionStage<Pass> recover(QueueKeys keys, Duration lease, int crashLimit) {
    return context
        .scripts()
        .run(
            Script.EXPIRED,
            new byte[][] {keys.ready, keys.recovery},
            Keys.GROUP,
            Bytes.of(lease.toMillis()),
            Bytes.of(PASS),
            Bytes.of("-"))
        .thenCompose(reply -> recover(keys, lease, crashLimit, reply));
  }

  private CompletionStage<Pass> recover(
      QueueKeys keys, Duration lease, int crashLimit, List<Object> reply) {
    Duration hold = Duration.ofMillis(Bytes.number(reply.get(0)));
    List<Expired> tasks = new ArrayList<>();
    List<byte[]> foreign = new ArrayList<>();
    for (int i = 1; i + 2 < reply.size(); i += 3) {
      String id = String.valueOf(Bytes.text(reply.get(i + 1)));
      if (!keys.owns(id)) {
        foreign.add((byte[]) reply.get(i));
      } else {
        tasks.add(
            new Expired(
                String.valueOf(Bytes.text(reply.get(i))),
                id,
                String.valueOf(Bytes.text(reply.get(i + 2)))));
      }
    }
    CompletionStage<?> discarded = discard(keys, foreign);
    if (tasks.isEmpty()) {
      return discarded.thenApply(done -> new Pass(0, List.of(), hold, false));
    }
    return discarded.thenCompose(done -> take(keys, lease, crashLimit, tasks));
  }

  private CompletionStage<Pass> take(
      QueueKeys keys, Duration lease, int crashLimit, List<Expired> tasks) {
    byte[][] scriptKeys = new byte[4 + tasks.size()][];
    byte[][] args = new byte[5 + 2 * tasks.size()][];
    scriptKeys[0] = keys.ready;
    scriptKeys[1] = keys.dead;
    scriptKeys[2] = keys.waiting;
    scriptKeys[3] = keys.counts;
    args[0] = Keys.GROUP;
    args[1] = Bytes.of(lease.toMillis());
    args[2] = Bytes.of(crashLimit);
    args[3] =
        Bytes.of(Math.max(FAILURE_TTL.toMillis(), context.settings().deadLetterTtl().toMillis()));
    args[4] = Bytes.of(RedisCancellations.TTL.toMillis());
    for (int i = 0; i < tasks.size(); i++) {
      scriptKeys[4 + i] = keys.task(tasks.get(i).id());
      args[5 + 2 * i] = Bytes.of(tasks.get(i).id());
      args[6 + 2 * i] = Bytes.of(tasks.get(i).entry());
    }
    return context
        .scripts()
        .run(Script.RECOVER, scriptKeys, args)
        .thenApply(replies -> pass(keys, tasks, replies));
  }

  private static Pass pass(QueueKeys keys, List<Expired> tasks, List<Object> replies) {
    int recovered = 0;
    List<Ended> ended = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      Expired expired = tasks.get(i);
      List<?> told = replies.get(i) instanceof List<?> more ? more : List.of(replies.get(i));
      String what = text(told, 0);
      switch (what) {
        case "AGAIN" -> recovered++;
        case "FAILED" -> ended.add(ended(expired.id(), told, failure(told)));
        case "CANCELLED" -> ended.add(ended(expired.id(), told, null));
        default -> {
          continue;
        }
      }
      log.atWarn()
          .addKeyValue("task_id", expired.id())
          .addKeyValue("queue", keys.queue)
          .addKeyValue("worker", expired.worker())
          .addKeyValue("outcome", what)
          .log("Took a task from a worker that died or lost its lease");
    }
    return new Pass(recovered, ended, Duration.ZERO, tasks.size() == PASS);
  }

  private static Ended ended(String id, List<?> told, @Nullable TaskFailure failure) {
    return new Ended(id, text(told, 1), attempt(told), failure);
  }

  private static TaskFailure failure(List<?> told) {
    return new TaskFailure(
        text(told, 3), text(told, 4), List.of(text(told, 5).split(" ")), text(told, 6));
  }

  /** What stands in an entry that anybody may have written, and is handled by now. */
  private static int attempt(List<?> reply) {
    try {
      return Integer.parseInt(text(reply, 2));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  private static String text(List<?> reply, int index) {
    return String.valueOf(Bytes.text(reply.get(index)));
  }

  private CompletionStage<?> discard(QueueKeys keys, List<byte[]> entries) {
    if (entries.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    byte[][] args = new byte[1 + entries.size()][];
    args[0] = Keys.GROUP;
    for (int i = 0; i < entries.size(); i++) {
      args[1 + i] = entries.get(i);
    }
    return context.scripts().run(Script.DISCARD, new byte[][] {keys.ready, keys.counts}, args);
  }

  @Override
  public CompletionStage<Integer> sweep(String queue) {
    return translated(
        each(queue, keys -> sweep(keys, "-", 0))
            .thenApply(swept -> swept.stream().mapToInt(Integer::intValue).sum()));
  }

  private CompletionStage<Integer> sweep(QueueKeys keys, String from, int sum) {
    return context
        .scripts()
        .run(
            Script.STRAYS,
            new byte[][] {keys.ready},
            Keys.GROUP,
            Bytes.of(from),
            Bytes.of(GroupCommit.MAX_BATCH))
        .thenCompose(
            reply -> {
              String next = String.valueOf(Bytes.text(reply.get(0)));
              return sweep(keys, reply.subList(1, reply.size()))
                  .thenCompose(
                      swept ->
                          next.isEmpty()
                              ? CompletableFuture.completedStage(sum + swept)
                              : sweep(keys, next, sum + swept));
            });
  }

  private CompletionStage<Integer> sweep(QueueKeys keys, List<Object> strays) {
    if (strays.isEmpty()) {
      return CompletableFuture.completedStage(0);
    }
    int count = strays.size() / 2; // an entry without a task of ours has no hash, and goes
    byte[][] scriptKeys = new byte[1 + count][];
    byte[][] args = new byte[1 + count][];
    scriptKeys[0] = keys.ready;
    args[0] = Keys.GROUP;
    for (int i = 0; i < count; i++) {
      args[1 + i] = (byte[]) strays.get(2 * i);
      scriptKeys[1 + i] = keys.task(String.valueOf(Bytes.text(strays.get(2 * i + 1))));
    }
    return context
        .scripts()
        .run(Script.SWEEP, scriptKeys, args)
        .thenApply(
            replies -> {
              int again = (int) replies.stream().filter(r -> "AGAIN".equals(Bytes.text(r))).count();
              log.warn("Queue {}: {} delivered tasks were in nobody's hands", keys, again);
              return again;
            });
  }

  @Override
  public CompletionStage<List<String>> removeIdleConsumers(String queue, Duration idle) {
    return translated(
        each(queue, keys -> removeIdleConsumers(keys, idle))
            .thenApply(names -> names.stream().flatMap(List::stream).distinct().toList()));
  }

  private CompletionStage<List<String>> removeIdleConsumers(QueueKeys keys, Duration idle) {
    return context
        .scripts()
        .run(Script.CONSUMERS, new byte[][] {keys.ready}, Keys.GROUP, Bytes.of(idle.toMillis()))
        .thenApply(names -> names.stream().map(name -> String.valueOf(Bytes.text(name))).toList());
  }

  private <T> CompletionStage<T> translated(CompletionStage<T> stage) {
    return stage.exceptionallyCompose(
        error -> CompletableFuture.failedStage(context.errors().translate("recover", error)));
  }
}
