package io.sitq.redis.internal;

import io.sitq.CancelOutcome;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.Cancellations;
import io.sitq.spi.DelayedTasks.Subscription;
import io.sitq.spi.Delivery;
import io.sitq.spi.Names;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Cancels tasks; of a running one the request stands in its hash, and its worker is told. */
final class RedisCancellations implements Cancellations {
  /** How long it is kept that a task was cancelled. */
  static final Duration TTL = Duration.ofDays(1);

  private final RedisContext context;
  private final Notifications notifications;
  private final QueueLayouts layouts;
  private final FormerTasks formerTasks;

  RedisCancellations(RedisContext context, Notifications notifications, QueueLayouts layouts) {
    this.context = context;
    this.notifications = notifications;
    this.layouts = layouts;
    this.formerTasks = new FormerTasks(context);
  }

  @Override
  public CompletionStage<CancelOutcome> cancel(String id) {
    return layouts
        .with("cancel", Names.queueOf(id), layout -> cancel(layout, id))
        .exceptionallyCompose(
            error -> CompletableFuture.failedStage(context.errors().translate("cancel", error)));
  }

  private CompletionStage<CancelOutcome> cancel(QueueLayout layout, String id) {
    return cancel(layout.of(id), id)
        .thenCompose(
            outcome ->
                outcome == CancelOutcome.NOT_FOUND
                    ? cancelElsewhere(layout, id)
                    : CompletableFuture.completedStage(outcome));
  }

  /** In a later layout than this client has heard of; in an earlier one everything has ended. */
  private CompletionStage<CancelOutcome> cancelElsewhere(QueueLayout layout, String id) {
    return layouts
        .latest("cancel", layout.queue())
        .thenCompose(
            now ->
                now.isSame(layout)
                    ? formerTasks
                        .known(now, List.of(id))
                        .thenApply(
                            known ->
                                known.isEmpty() ? CancelOutcome.NOT_FOUND : CancelOutcome.ENDED)
                    : cancel(now, id));
  }

  private CompletionStage<CancelOutcome> cancel(QueueKeys keys, String id) {
    return context
        .scripts()
        .run(
            Script.CANCEL,
            new byte[][] {keys.ready, keys.scheduled, keys.waiting, keys.counts, keys.task(id)},
            Keys.GROUP,
            Bytes.of(id),
            Bytes.of(TTL.toMillis()),
            keys.cancel)
        .thenApply(reply -> outcome(String.valueOf(Bytes.text(reply.get(0)))));
  }

  private static CancelOutcome outcome(String reply) {
    return switch (reply) {
      case "CANCELLED" -> CancelOutcome.CANCELLED;
      case "REQUESTED" -> CancelOutcome.REQUESTED;
      case "ENDED" -> CancelOutcome.ENDED;
      default -> CancelOutcome.NOT_FOUND;
    };
  }

  @Override
  public Subscription onRequest(String queue, Consumer<String> listener) {
    String channel = context.keys().cancelChannel(queue);
    Consumer<byte[]> heard = id -> listener.accept(Bytes.text(id));
    notifications.subscribe(channel, heard);
    return () -> notifications.unsubscribe(channel, heard);
  }

  @Override
  public CompletionStage<Set<String>> requested(List<Delivery> deliveries) {
    if (deliveries.isEmpty()) {
      return CompletableFuture.completedStage(Set.of());
    }
    return layouts
        .with(
            "ask for cancellations",
            deliveries.get(0).queue(),
            layout ->
                QueueLayouts.all(
                    List.copyOf(layout.group(deliveries, Delivery::id).entrySet()),
                    group -> requested(group.getKey(), group.getValue())))
        .<Set<String>>thenApply(
            groups -> groups.stream().flatMap(Set::stream).collect(Collectors.toSet()))
        .exceptionallyCompose(
            error ->
                CompletableFuture.failedStage(
                    context.errors().translate("ask for cancellations", error)));
  }

  private CompletionStage<Set<String>> requested(QueueKeys keys, List<Delivery> deliveries) {
    byte[][] scriptKeys = new byte[deliveries.size()][];
    byte[][] args = new byte[deliveries.size()][];
    for (int i = 0; i < deliveries.size(); i++) {
      scriptKeys[i] = keys.task(deliveries.get(i).id());
      args[i] = Bytes.of(deliveries.get(i).entryId());
    }
    return context
        .scripts()
        .run(Script.CANCEL_REQUESTS, scriptKeys, args)
        .thenApply(
            replies -> {
              Set<String> ids = new HashSet<>();
              for (int i = 0; i < deliveries.size(); i++) {
                if (Bytes.number(replies.get(i)) == 1) {
                  ids.add(deliveries.get(i).id());
                }
              }
              return ids;
            });
  }
}
