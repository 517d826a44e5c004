package io.sitq.micrometer;

import io.sitq.spi.Inspector;
import io.sitq.spi.QueueStats;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last known state of a queue, renewed in the background when somebody looks at it. */
final class CachedStats {
  static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Logger log = LoggerFactory.getLogger(QueueGauges.class);

  private final Inspector inspector;
  private final String queue;
  private final LongSupplier nanoTime;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile @Nullable QueueStats known;
  private volatile long askedAt;

  CachedStats(Inspector inspector, String queue, LongSupplier nanoTime) {
    this.inspector = inspector;
    this.queue = queue;
    this.nanoTime = nanoTime;
    this.askedAt = nanoTime.getAsLong() - MAX_AGE_NANOS;
  }

  String queue() {
    return queue;
  }

  /** What is known, or NaN; asks anew if that is old. Never waits. */
  double value(ToDoubleFunction<QueueStats> part) {
    if (nanoTime.getAsLong() - askedAt >= MAX_AGE_NANOS) {
      refresh();
    }
    QueueStats stats = known;
    return stats == null ? Double.NaN : part.applyAsDouble(stats);
  }

  /** Asks, unless somebody is asking already. */
  void refresh() {
    if (!refreshing.compareAndSet(false, true)) {
      return;
    }
    askedAt = nanoTime.getAsLong();
    ask().whenComplete(this::answered);
  }

  private CompletionStage<QueueStats> ask() {
    try {
      return inspector.stats(queue);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void answered(@Nullable QueueStats stats, @Nullable Throwable error) {
    refreshing.set(false);
    if (error == null) {
      known = stats;
      if (failing.compareAndSet(true, false)) {
        log.info("The gauges of queue {} are up to date again", queue);
      }
    } else if (failing.compareAndSet(false, true)) {
      log.warn(
          "The gauges of queue {} keep their last values until the backend answers again: {}",
          queue,
          messageOf(error));
    }
  }

  private static String messageOf(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    return String.valueOf(cause.getMessage());
  }
}
