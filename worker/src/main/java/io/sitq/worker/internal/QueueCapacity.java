package io.sitq.worker.internal;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many more tasks of one queue may begin. Places are reserved by the queue's fetch loop alone,
 * and given back by any thread.
 */
final class QueueCapacity {
  private final int limit;
  private final Semaphore own;
  private final @Nullable Semaphore whole;
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger stuck = new AtomicInteger();
  private volatile boolean stopped;

  /**
   * {@code whole} is shared by the worker's queues, or null if they can't get in each other's way.
   */
  QueueCapacity(int limit, @Nullable Semaphore whole) {
    this.limit = limit;
    this.own = new Semaphore(limit);
    this.whole = whole;
  }

  /** Whether a place that is only waited with would be missed by another queue. */
  boolean isContended() {
    return whole != null;
  }

  /**
   * Waits for a place, and takes up to {@code max} if there are more.
   *
   * @return how many were taken; zero after {@link #stop}
   */
  int reserve(int max) throws InterruptedException {
    int mine = reserveOwn(max);
    if (whole == null || mine == 0) {
      return mine;
    }
    whole.acquire();
    int got = 1 + more(whole, mine - 1);
    own.release(mine - got);
    return stopped ? 0 : got;
  }

  /** As {@link #reserve}, but of the queue's own limit alone: {@link #reserveWhole} must follow. */
  int reserveOwn(int max) throws InterruptedException {
    own.acquire();
    int mine = 1 + Math.min(max - 1, own.availablePermits());
    own.acquire(mine - 1); // nobody else takes any
    return stopped ? 0 : mine;
  }

  /**
   * Waits for one of the worker's places.
   *
   * @return whether there is one; false after {@link #stop}
   */
  boolean reserveWhole() throws InterruptedException {
    if (whole != null) {
      whole.acquire();
    }
    return !stopped;
  }

  /** Takes what is free at once, unless another queue waits. */
  private static int more(Semaphore places, int wanted) throws InterruptedException {
    int most = Math.min(wanted, places.availablePermits());
    return most > 0 && places.tryAcquire(most, 0, TimeUnit.SECONDS) ? most : 0;
  }

  /** Gives back places that were reserved by {@link #reserve}, or by both its halves. */
  void giveBack(int places) {
    own.release(places);
    if (whole != null) {
      whole.release(places);
    }
  }

  /** Gives back places that were reserved by {@link #reserveOwn} alone. */
  void giveBackOwn(int places) {
    own.release(places);
  }

  /** A task uses a place that was reserved. */
  void begin() {
    active.incrementAndGet();
  }

  /** The task is over, and its place free. */
  void end() {
    active.decrementAndGet();
    giveBack(1);
  }

  /**
   * Counts a handler that did not yield to its interrupt; {@code -1} when it has ended after all.
   */
  void countStuck(int more) {
    stuck.addAndGet(more);
  }

  int limit() {
    return limit;
  }

  int active() {
    return active.get();
  }

  int stuck() {
    return stuck.get();
  }

  void stop() {
    stopped = true;
    own.release(); // for the loop, if it waits
  }
}
