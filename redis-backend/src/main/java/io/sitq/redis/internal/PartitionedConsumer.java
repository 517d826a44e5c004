package io.sitq.redis.internal;

import io.sitq.BackendConnectionException;
import io.sitq.SitqException;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.StartOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One worker's end of a queue, however the queue is spread: an end of each partition. When the
 * queue is spread anew it goes over to the new partitions, whichever fetch hears of it.
 */
final class PartitionedConsumer implements QueueConsumer {
  private static final Duration LONGEST_MOVE = Duration.ofSeconds(1);
  private static final int LOOKS = 10;
  private static final long LOOK_AGAIN_NANOS = 20_000_000;

  private final RedisContext context;
  private final QueueLayouts layouts;
  private final String queue;
  private final String workerId;

  /** Replaced by the fetching thread. */
  private volatile Ends ends;

  private volatile boolean closed;

  /** The ends of all partitions; {@code reads} is for several of them. */
  private record Ends(
      QueueLayout layout, List<RedisQueueConsumer> consumers, PartitionReads reads) {
    RedisQueueConsumer of(Delivery delivery) {
      return consumers.get(layout.indexOf(delivery.id()));
    }

    void fetch(int max, Duration wait, Consumer<List<Delivery>> taker) {
      if (consumers.size() == 1) {
        consumers.get(0).fetch(max, wait, taker);
        return;
      }
      List<Delivery> got = reads.fetch(max, wait);
      if (!got.isEmpty()) {
        taker.accept(got);
      }
    }

    void wakeUp() {
      if (consumers.size() == 1) {
        consumers.get(0).wakeUp();
      } else {
        reads.wakeUp();
      }
    }

    void close() {
      closeAll(consumers);
    }
  }

  PartitionedConsumer(RedisContext context, QueueLayouts layouts, String queue, String workerId) {
    this.context = context;
    this.layouts = layouts;
    this.queue = queue;
    this.workerId = workerId;
    this.ends = open(firstLayout());
  }

  /** As an enqueue does, it waits while somebody else spreads the queue. */
  private QueueLayout firstLayout() {
    long endNanos = System.nanoTime() + context.settings().retryTimeout().toNanos();
    while (true) {
      try {
        return await(layouts.use(queue));
      } catch (BackendConnectionException e) {
        if (!QueueSpreadingException.isIn(e) || System.nanoTime() - endNanos >= 0) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }
  }

  private Ends open(QueueLayout layout) {
    List<RedisQueueConsumer> consumers = new ArrayList<>(layout.size());
    try {
      layout
          .partitions()
          .forEach(
              keys ->
                  consumers.add(
                      new RedisQueueConsumer(
                          context, keys, workerId, () -> layouts.refresh(queue))));
    } catch (RuntimeException e) {
      closeAll(consumers);
      throw e;
    }
    return new Ends(layout, consumers, new PartitionReads(context.errors(), queue, consumers));
  }

  /** All at once, so that it takes no longer than one. */
  private static void closeAll(List<RedisQueueConsumer> consumers) {
    for (RedisQueueConsumer consumer : consumers) {
      var unused = consumer.beginClose();
    }
    consumers.forEach(RedisQueueConsumer::close);
  }

  @Override
  public void fetch(int max, Duration wait, Consumer<List<Delivery>> taker) {
    QueueLayout known = layouts.known(queue);
    if (known != null && !known.isSame(ends.layout())) {
      follow(known);
    }
    Ends now = ends;
    try {
      now.fetch(max, wait, taker);
    } catch (SitqException e) {
      if (!RedisErrors.isWrongType(e)) {
        throw e;
      }
      if (!isPast(now.layout(), e, wait)) {
        throw e;
      }
    }
  }

  /**
   * Whether streams that were of another type need nobody's attention: the queue has moved, and is
   * followed, or was sealed for a moment. It may be sealed again between two looks, so one alone
   * does not tell that from a key that is no stream.
   */
  private boolean isPast(QueueLayout before, SitqException refused, Duration wait) {
    for (int look = 0; look < LOOKS; look++) {
      QueueLayout moved = moved(before, refused, wait);
      if (!moved.isSame(before)) {
        follow(moved);
        return true;
      }
      if (await(layouts.areStreams(moved))) {
        return true;
      }
    }
    return false;
  }

  /** Where the queue has gone; while that is not settled, which takes a moment, it waits. */
  private QueueLayout moved(QueueLayout before, SitqException refused, Duration wait) {
    Duration patience = wait.compareTo(LONGEST_MOVE) < 0 ? wait : LONGEST_MOVE;
    long endNanos = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return await(layouts.movedFrom(queue, before.partitions(), refused));
      } catch (BackendConnectionException e) {
        if (closed || System.nanoTime() - endNanos >= 0) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }
  }

  /** Nothing is held in the old partitions: they were drained. */
  private void follow(QueueLayout layout) {
    Ends before = ends;
    ends = open(layout);
    before.close();
    if (closed) {
      ends.close();
    }
  }

  @Override
  public void wakeUp() {
    ends.wakeUp();
  }

  @Override
  public CompletionStage<SettleOutcome> settle(Settlement settlement) {
    return ends.of(settlement.delivery()).settle(settlement);
  }

  @Override
  public CompletionStage<Set<Delivery>> renew(Collection<Delivery> deliveries) {
    Ends now = ends;
    if (now.consumers().size() == 1) {
      return now.consumers().get(0).renew(deliveries);
    }
    return QueueLayouts.all(
            List.copyOf(now.layout().group(List.copyOf(deliveries), Delivery::id).values()),
            group -> now.of(group.get(0)).renew(group))
        .thenApply(
            lost -> {
              Set<Delivery> all = new HashSet<>();
              lost.forEach(all::addAll);
              return all;
            });
  }

  @Override
  public CompletionStage<StartOutcome> markStart(Delivery delivery, boolean alone) {
    return ends.of(delivery).markStart(delivery, alone);
  }

  @Override
  public void close() {
    closed = true;
    ends.close();
  }

  private <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw context.errors().translate("fetch", e);
    } catch (ExecutionException e) {
      throw context.errors().translate("fetch", e);
    }
  }
}
