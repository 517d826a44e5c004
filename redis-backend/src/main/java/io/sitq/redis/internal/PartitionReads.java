package io.sitq.redis.internal;

import io.sitq.SitqException;
import io.sitq.spi.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches from several partitions, by one thread. While tasks keep coming, the partitions are asked
 * in turn, none twice before the others; when all are empty, a read blocks on each, and the first
 * task ends them all, so that none is delivered here while nobody waits for it. A partition that
 * fails rests for a while, and the others go on.
 */
final class PartitionReads {
  /** How long a partition is waited for in turn; what it answers later is not lost. */
  private static final Duration TURN = Duration.ofMillis(500);

  /** How much later than asked for a read may end by itself. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How long a read is waited for that was told to end, and how often it is told in that time. */
  private static final long END_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final RedisErrors errors;
  private final List<PartitionEnd> ends = new ArrayList<>();
  private final Semaphore signal = new Semaphore(0);
  private int turn;
  private boolean busy;
  private volatile boolean woken;

  PartitionReads(RedisErrors errors, String queue, List<RedisQueueConsumer> consumers) {
    this.errors = errors;
    consumers.forEach(consumer -> ends.add(new PartitionEnd(queue, consumer, signal)));
  }

  /** As {@link io.sitq.spi.QueueConsumer#fetch(int, Duration)}, of all partitions. */
  List<Delivery> fetch(int max, Duration wait) {
    try {
      List<Delivery> got = collect();
      if (got.isEmpty() && (busy || wait.isZero() || max < ends.size())) {
        got = askInTurn(max);
      }
      if (got.isEmpty() && !wait.isZero()) {
        got = block(Math.max(1, max / ends.size()), wait);
      }
      busy = !got.isEmpty();
      if (got.isEmpty()) {
        throwTrouble();
      }
      return got;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw errors.translate("fetch", e);
    } finally {
      woken = false;
    }
  }

  void wakeUp() {
    woken = true;
    signal.release();
  }

  private List<Delivery> askInTurn(int max) throws InterruptedException {
    for (int i = 0; i < ends.size() && !woken; i++) {
      PartitionEnd end = ends.get(turn++ % ends.size());
      List<Delivery> got = end.isFree() ? end.ask(max, Duration.ZERO) : List.of();
      if (got.isEmpty() && end.isAsked() && end.awaitAnswer(TURN)) {
        got = end.collect();
      }
      if (!got.isEmpty()) {
        return got;
      }
    }
    return List.of();
  }

  /** Waits for the first task of any partition, and for what the others then still bring. */
  private List<Delivery> block(int share, Duration wait) throws InterruptedException {
    long most = Math.min(wait.toNanos(), Connections.LONGEST_BLOCK.toNanos());
    long deadline = System.nanoTime() + most;
    List<Delivery> got = new ArrayList<>();
    while (true) {
      signal.drainPermits();
      Duration left = Duration.ofMillis((deadline - System.nanoTime()) / 1_000_000);
      if (left.toMillis() > 0 && !woken) {
        for (PartitionEnd end : ends) {
          if (end.isFree()) {
            got.addAll(end.ask(share, left));
          }
        }
      }
      got.addAll(collect());
      boolean anyAsked = ends.stream().anyMatch(PartitionEnd::isAsked);
      long patience = deadline + LATE_NANOS - System.nanoTime();
      if (!got.isEmpty() || woken || !anyAsked || patience <= 0) {
        break;
      }
      boolean unused = signal.tryAcquire(Math.min(patience, restNanos()), TimeUnit.NANOSECONDS);
    }
    endReads();
    got.addAll(collect());
    return got;
  }

  /** Until a partition that rests may be asked again. */
  private long restNanos() {
    return ends.stream().mapToLong(PartitionEnd::restNanos).min().orElse(Long.MAX_VALUE);
  }

  private void endReads() throws InterruptedException {
    long deadline = System.nanoTime() + END_NANOS;
    while (ends.stream().anyMatch(PartitionEnd::isUnanswered) && System.nanoTime() - deadline < 0) {
      signal.drainPermits();
      ends.stream().filter(PartitionEnd::isUnanswered).forEach(PartitionEnd::unblock);
      long until = System.nanoTime() + TELL_NANOS;
      while (ends.stream().anyMatch(PartitionEnd::isUnanswered)
          && signal.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        // one more has answered
      }
    }
  }

  private List<Delivery> collect() {
    List<Delivery> got = new ArrayList<>();
    for (PartitionEnd end : ends) {
      if (end.isAsked() && !end.isUnanswered()) {
        got.addAll(end.collect());
      }
    }
    return got;
  }

  /** Fails if no partition can be read, or one has moved; else tells of those that fail. */
  private void throwTrouble() {
    @Nullable SitqException last = null;
    int failing = 0;
    for (PartitionEnd end : ends) {
      SitqException trouble = end.trouble();
      if (trouble != null) {
        failing++;
        last = trouble;
        if (RedisErrors.isWrongType(trouble)) {
          throw trouble;
        }
      }
    }
    if (last != null && failing == ends.size()) {
      throw last;
    }
    ends.forEach(PartitionEnd::logTrouble);
  }
}
