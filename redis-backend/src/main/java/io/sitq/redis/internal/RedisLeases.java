package io.sitq.redis.internal;

import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.Delivery;
import io.sitq.spi.StartOutcome;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The leases of one worker on tasks of one partition. Thread-safe. */
final class RedisLeases {
  /** The marks of {@code start.lua}. */
  private static final int STARTED_AMONG_OTHERS = 1000;

  private static final int STARTED_ALONE = 2000;

  private final RedisContext context;
  private final QueueKeys keys;
  private final byte[] worker;

  /** Over a connection of its own: nothing else may hold a renewal up. */
  private final ScriptRunner scripts;

  RedisLeases(RedisContext context, QueueKeys keys, byte[] worker) {
    this.context = context;
    this.keys = keys;
    this.worker = worker;
    this.scripts =
        new ScriptRunner(context.connections().leases(keys.ready), context.connections()::suspect);
  }

  /** As {@link io.sitq.spi.QueueConsumer#renew}. */
  CompletionStage<Set<Delivery>> renew(Collection<Delivery> deliveries) {
    List<Delivery> all = List.copyOf(deliveries);
    CompletionStage<Set<Delivery>> lost = CompletableFuture.completedStage(new HashSet<>());
    for (int from = 0; from < all.size(); from += GroupCommit.MAX_BATCH) {
      List<Delivery> batch = all.subList(from, Math.min(all.size(), from + GroupCommit.MAX_BATCH));
      lost =
          lost.thenCombine(
              renew(batch.stream().map(delivery -> Bytes.of(delivery.entryId())).toList()),
              (sum, reply) -> {
                Set<String> entries =
                    reply.stream()
                        .map(entry -> String.valueOf(Bytes.text(entry)))
                        .collect(Collectors.toSet());
                batch.stream()
                    .filter(delivery -> entries.contains(delivery.entryId()))
                    .forEach(sum::add);
                return sum;
              });
    }
    return lost.exceptionallyCompose(
        error -> CompletableFuture.failedStage(context.errors().translate("renew", error)));
  }

  private CompletionStage<List<Object>> renew(List<byte[]> entries) {
    byte[][] args = new byte[2 + entries.size()][];
    args[0] = Keys.GROUP;
    args[1] = worker;
    for (int i = 0; i < entries.size(); i++) {
      args[2 + i] = entries.get(i);
    }
    return scripts.run(Script.RENEW, new byte[][] {keys.ready}, args);
  }

  /** As {@link io.sitq.spi.QueueConsumer#markStart}. */
  CompletionStage<StartOutcome> markStart(Delivery delivery, boolean alone) {
    return context
        .scripts()
        .run(
            Script.START,
            new byte[][] {keys.ready, keys.task(delivery.id())},
            Keys.GROUP,
            worker,
            Bytes.of(delivery.entryId()),
            Bytes.of(alone ? STARTED_ALONE : STARTED_AMONG_OTHERS))
        .thenApply(
            reply ->
                switch (String.valueOf(Bytes.text(reply.get(0)))) {
                  case "OK" -> StartOutcome.MARKED;
                  case "CANCELLED" -> StartOutcome.CANCELLED;
                  default -> StartOutcome.LOST;
                })
        .exceptionallyCompose(
            error -> CompletableFuture.failedStage(context.errors().translate("start", error)));
  }
}
