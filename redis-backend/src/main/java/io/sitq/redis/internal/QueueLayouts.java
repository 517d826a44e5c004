package io.sitq.redis.internal;

import io.sitq.ConfigurationException;
import io.sitq.redis.QueueSettings;
import io.sitq.redis.internal.Keys.QueueKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows how each queue is spread, as Redis says, and follows when that changes. What this client
 * knows may be old: the keys of an earlier layout are sealed for a day, so that whoever still puts
 * something there is refused, looks again and goes where it belongs.
 */
final class QueueLayouts {
  private static final Logger log = LoggerFactory.getLogger(QueueLayouts.class);

  /** After that Redis is asked again, in the background. */
  private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** After that nothing is done before Redis has answered: seals last longer. */
  private static final long TRUSTED_NANOS = TimeUnit.HOURS.toNanos(1);

  private final RedisContext context;
  private final PartitionRaiser raiser;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Set<String> refreshing = ConcurrentHashMap.newKeySet();
  private final Map<String, GroupCommit<String, QueueLayout>> lines = new ConcurrentHashMap<>();

  /** The layout of a queue, when Redis said so, and whether this client's wish was compared. */
  private record Known(QueueLayout layout, long atNanos, boolean compared) {}

  QueueLayouts(RedisContext context) {
    this.context = context;
    this.raiser = new PartitionRaiser(context);
  }

  /** The layout of a queue, if it is known; never waits. */
  @Nullable QueueLayout known(String queue) {
    Known entry = known.get(queue);
    return entry == null ? null : layout(queue, entry);
  }

  /** As {@link #known}, once what this client wants was compared with what is recorded. */
  @Nullable QueueLayout usable(String queue) {
    Known entry = known.get(queue);
    return entry == null || !entry.compared() ? null : layout(queue, entry);
  }

  private @Nullable QueueLayout layout(String queue, Known entry) {
    long age = System.nanoTime() - entry.atNanos();
    if (age < FRESH_NANOS) {
      return entry.layout();
    }
    if (age > TRUSTED_NANOS) {
      return null;
    }
    refresh(queue);
    return entry.layout();
  }

  /** The layout of a queue; asked for as long as the settings say while Redis is away. */
  CompletionStage<QueueLayout> of(String operation, String queue) {
    QueueLayout layout = known(queue);
    return layout == null ? latest(operation, queue) : CompletableFuture.completedStage(layout);
  }

  /** The layout of a queue as Redis says now; asked for as {@link #of}. */
  CompletionStage<QueueLayout> latest(String operation, String queue) {
    return lines
        .computeIfAbsent(
            operation,
            name -> context.line(name, q -> 1, batch -> all(batch, item -> reload(item.value))))
        .submit(queue);
  }

  private CompletionStage<QueueLayout> reload(String queue) {
    return context
        .commands()
        .hget(context.keys().partitions(), Bytes.of(queue))
        .thenApply(record -> QueueLayout.parse(context.keys(), queue, Bytes.text((Object) record)))
        .thenCompose(this::accept);
  }

  /** The number only ever rises: if Redis says less than before, it came back with less. */
  private CompletionStage<QueueLayout> accept(QueueLayout read) {
    Known before = known.get(read.queue());
    if (before == null || before.layout().size() <= read.size()) {
      return CompletableFuture.completedStage(remember(read));
    }
    log.warn(
        "Queue {} has {} partitions, and Redis has forgotten that; recording it again",
        read.queue(),
        before.layout().size());
    return raiser
        .restore(read, before.layout())
        .thenCompose(
            restored ->
                restored
                    ? CompletableFuture.completedStage(remember(before.layout()))
                    : reload(read.queue()));
  }

  /** Asks Redis again, in the background: it may have lost what it had. */
  void refresh(String queue) {
    if (refreshing.add(queue)) {
      reload(queue).whenComplete((now, error) -> refreshing.remove(queue));
    }
  }

  private QueueLayout remember(QueueLayout read) {
    Known entry =
        known.compute(
            read.queue(),
            (queue, before) ->
                new Known(
                    before != null && before.layout().isSame(read) ? before.layout() : read,
                    System.nanoTime(),
                    (before != null && before.compared()) || wish(queue) == null));
    return entry.layout();
  }

  private @Nullable QueueSettings wish(String queue) {
    return context.settings().queues().get(queue);
  }

  /**
   * The layout of a queue that this client is about to put tasks in or take tasks from. At its
   * first use what the settings want is compared with what is recorded: more partitions are
   * recorded if the queue is drained, and all else is refused.
   */
  CompletionStage<QueueLayout> use(String queue) {
    QueueLayout usable = usable(queue);
    return usable != null
        ? CompletableFuture.completedStage(usable)
        : reload(queue).thenCompose(this::compare);
  }

  private CompletionStage<QueueLayout> compare(QueueLayout now) {
    QueueSettings wish = wish(now.queue());
    Known entry = known.get(now.queue());
    if (wish == null || wish.partitions() == now.size() || (entry != null && entry.compared())) {
      known.put(now.queue(), new Known(now, System.nanoTime(), true));
      return CompletableFuture.completedStage(now);
    }
    if (wish.partitions() < now.size()) {
      return CompletableFuture.failedStage(
          new ConfigurationException(
              "partitions of queue " + now.queue(),
              "are " + now.size() + " in Redis and can only be raised: say so, or nothing at all",
              wish.partitions()));
    }
    return raiser
        .raise(now, wish.partitions())
        .thenCompose(
            raised -> {
              log.info(
                  "Queue {} has {} partitions now, not {}",
                  now.queue(),
                  wish.partitions(),
                  now.size());
              return reload(now.queue()).thenCompose(this::compare);
            });
  }

  /**
   * Does something with a queue's layout, and again if it turns out that the queue has another one
   * by now.
   */
  <T> CompletionStage<T> with(
      String operation, String queue, Function<QueueLayout, CompletionStage<T>> action) {
    QueueLayout layout = known(queue);
    if (layout == null) {
      return latest(operation, queue).thenCompose(loaded -> retried(loaded, action));
    }
    return retried(layout, action);
  }

  private <T> CompletionStage<T> retried(
      QueueLayout layout, Function<QueueLayout, CompletionStage<T>> action) {
    return action
        .apply(layout)
        .exceptionallyCompose(
            refusal -> movedFrom(layout.queue(), layout.partitions(), refusal).thenCompose(action));
  }

  /**
   * The layout with which to try again, after keys have refused something as of a wrong type: the
   * one that the queue has by now, or the same if they were sealed for nothing. Fails with another
   * refusal as it is, and with one that passes while the queue is being spread.
   */
  CompletionStage<QueueLayout> movedFrom(
      String queue, List<QueueKeys> refusing, Throwable refusal) {
    if (!RedisErrors.isWrongType(refusal)) {
      return CompletableFuture.failedStage(refusal);
    }
    return reload(queue)
        .thenCompose(
            now ->
                now.partitions().containsAll(refusing)
                    ? raiser.requireUnsealed(now, refusing).thenApply(unsealed -> now)
                    : CompletableFuture.completedStage(now));
  }

  /** Whether none of its streams is of another type; those that are not there are not. */
  CompletionStage<Boolean> areStreams(QueueLayout layout) {
    return QueueLayouts.<QueueKeys, Boolean>all(
            layout.partitions(),
            keys -> context.commands().xlen(keys.ready).handle((length, error) -> error == null))
        .thenApply(all -> !all.contains(false));
  }

  /** A stage for all of the items' outcomes, in their order. */
  static <I, O> CompletionStage<List<O>> all(
      List<I> items, Function<I, ? extends CompletionStage<? extends O>> call) {
    CompletionStage<List<O>> outcomes = CompletableFuture.completedStage(new ArrayList<>());
    for (CompletionStage<? extends O> stage :
        items.stream().<CompletionStage<? extends O>>map(call).toList()) {
      outcomes =
          outcomes.thenCombine(
              stage,
              (list, outcome) -> {
                list.add(outcome);
                return list;
              });
    }
    return outcomes;
  }

  void close() {
    lines.values().forEach(GroupCommit::close);
  }
}
