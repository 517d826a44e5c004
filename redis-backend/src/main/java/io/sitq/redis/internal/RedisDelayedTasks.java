package io.sitq.redis.internal;

import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.DelayedTasks;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Promotes in two calls: one looks which tasks are due, one acts with their keys declared. */
final class RedisDelayedTasks implements DelayedTasks {
  private final RedisContext context;
  private final Notifications notifications;
  private final QueueLayouts layouts;

  RedisDelayedTasks(RedisContext context, Notifications notifications, QueueLayouts layouts) {
    this.context = context;
    this.notifications = notifications;
    this.layouts = layouts;
  }

  @Override
  public CompletionStage<Promotion> promoteDue(String queue) {
    return layouts
        .with("promote", queue, this::promoteDue)
        .exceptionallyCompose(
            error -> CompletableFuture.failedStage(context.errors().translate("promote", error)));
  }

  private CompletionStage<Promotion> promoteDue(QueueLayout layout) {
    return layout.size() == 1
        ? promoteDue(layout.partitions().get(0))
        : QueueLayouts.all(layout.partitions(), this::promoteDue).thenApply(RedisDelayedTasks::sum);
  }

  private static Promotion sum(List<Promotion> promotions) {
    return new Promotion(
        promotions.stream().mapToInt(Promotion::promoted).sum(),
        promotions.stream().flatMap(p -> p.nextDue().stream()).min(Comparator.naturalOrder()));
  }

  private CompletionStage<Promotion> promoteDue(QueueKeys keys) {
    return context
        .scripts()
        .run(Script.DUE, new byte[][] {keys.scheduled}, Bytes.of(GroupCommit.MAX_BATCH))
        .thenCompose(
            reply ->
                reply.size() == 1
                    ? CompletableFuture.completedStage(
                        new Promotion(0, nextDue(Bytes.number(reply.get(0)))))
                    : promote(keys, reply.subList(1, reply.size())));
  }

  private static Optional<Duration> nextDue(long waitMillis) {
    return waitMillis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(waitMillis));
  }

  private CompletionStage<Promotion> promote(QueueKeys keys, List<Object> ids) {
    byte[][] scriptKeys = new byte[2 + ids.size()][];
    byte[][] args = new byte[1 + ids.size()][];
    scriptKeys[0] = keys.ready;
    scriptKeys[1] = keys.scheduled;
    args[0] = Keys.GROUP;
    for (int i = 0; i < ids.size(); i++) {
      args[1 + i] = (byte[]) ids.get(i);
      scriptKeys[2 + i] = keys.task(Bytes.text(args[1 + i]));
    }
    return context
        .scripts()
        .run(Script.PROMOTE, scriptKeys, args)
        .thenApply(
            replies ->
                new Promotion(
                    (int) replies.stream().filter(r -> "OK".equals(Bytes.text(r))).count(),
                    Optional.of(Duration.ZERO)));
  }

  @Override
  public Subscription onEarlierDue(String queue, Runnable wake) {
    String channel = context.keys().wakeChannel(queue);
    Consumer<byte[]> listener = message -> wake.run();
    // what was published before Redis had subscribed, or while the connection was lost, is made up
    // for
    notifications.subscribe(channel, listener).thenRun(wake);
    notifications.onReconnected(wake);
    return () -> {
      notifications.forgetReconnected(wake);
      notifications.unsubscribe(channel, listener);
    };
  }
}
