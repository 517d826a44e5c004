package io.sitq.worker.internal;

import io.sitq.spi.TimeSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many more tasks of one queue may be taken: those that can run, and a few that start soon
 * after. Places are reserved by the queue's fetch loop alone, and given back by any thread.
 */
final class QueueCapacity {
  private final int limit;
  private final Places own;
  private final @Nullable Capacity worker;
  private final Prefetch prefetch;
  private final QueueLine line;
  private final AtomicInteger stuck = new AtomicInteger();
  private volatile int extra;
  private volatile boolean stopped;

  /** {@code worker} has the places of all its queues, or is null if they can't get in the way. */
  QueueCapacity(int limit, @Nullable Capacity worker, TimeSource time) {
    this.limit = limit;
    this.worker = worker;
    this.own = new Places(limit, false);
    this.prefetch = new Prefetch(limit, time);
    this.line = new QueueLine(limit, prefetch);
  }

  /** Whether a place that is only waited with would be missed by another queue. */
  boolean isContended() {
    return worker != null;
  }

  /** Makes room for what will start soon beyond what can run; called before a reservation. */
  void resize() {
    extra = prefetch.size();
    own.extra(extra);
    if (worker != null) {
      worker.resize();
    }
  }

  /** How many places there are beyond the limit. */
  int extra() {
    return extra;
  }

  /** How many are to be asked for in one call at most. */
  int mostAtOnce() {
    return prefetch.mostAtOnce();
  }

  /**
   * Waits for a place, and takes up to {@code max} if there are more. While there is enough to do,
   * it waits for several, so that few calls bring them.
   *
   * @return how many were taken; zero after {@link #stop}
   */
  int reserve(int max) throws InterruptedException {
    int mine = reserveOwn(max);
    if (worker == null || mine == 0) {
      return mine;
    }
    Semaphore whole = worker.whole();
    try {
      whole.acquire();
    } catch (InterruptedException e) {
      own.release(mine);
      throw e;
    }
    int got = 1 + more(whole, mine - 1);
    own.release(mine - got);
    return stopped ? 0 : got;
  }

  /**
   * As {@link #reserve}, but of the queue's own limit alone: what is fetched must {@link #borrow}.
   */
  int reserveOwn(int max) throws InterruptedException {
    int least = Math.max(1, Math.min(max, extra / 2));
    own.acquire(least);
    int mine = least + Math.max(0, Math.min(max - least, own.availablePermits()));
    own.acquire(mine - least); // nobody else takes any
    return stopped ? 0 : mine;
  }

  /**
   * Takes places for tasks that have come without: of the queue's own, and of the worker's for as
   * many as have none. Nobody is given any before as many were given back.
   */
  void borrow(int mine, int whole) {
    own.borrow(mine);
    if (worker != null) {
      worker.whole().borrow(whole);
    }
  }

  /** Takes what is free at once, unless another queue waits. */
  private static int more(Semaphore places, int wanted) {
    int most = Math.min(wanted, places.availablePermits());
    try {
      return most > 0 && places.tryAcquire(most, 0, TimeUnit.SECONDS) ? most : 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever waits next sees it, and nothing is lost
      return 0;
    }
  }

  /** Gives back places that were reserved by {@link #reserve}, or borrowed. */
  void giveBack(int places) {
    own.release(places);
    if (worker != null) {
      worker.whole().release(places);
    }
  }

  /** Gives back places that were reserved by {@link #reserveOwn} alone. */
  void giveBackOwn(int places) {
    own.release(places);
  }

  /** The tasks that were taken and wait for their start. */
  QueueLine line() {
    return line;
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

  /** How many run. */
  int active() {
    return line.running.get();
  }

  int stuck() {
    return stuck.get();
  }

  void stop() {
    stopped = true;
    own.stop();
  }
}
