package io.sitq.worker.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The attempts that this worker has not settled yet. Thread-safe. */
final class InFlight {
  private final Set<Attempt> attempts = ConcurrentHashMap.newKeySet();
  private volatile boolean awaited;

  void add(Attempt attempt) {
    attempts.add(attempt);
  }

  void remove(Attempt attempt) {
    attempts.remove(attempt);
    if (awaited && attempts.isEmpty()) {
      wake();
    }
  }

  void each(Consumer<Attempt> call) {
    attempts.forEach(call);
  }

  int size() {
    return attempts.size();
  }

  /**
   * Waits until there are none, at most until a time of the system's clock that may be changed and
   * is read again after {@link #wake}.
   */
  boolean awaitNone(LongSupplier deadlineNanos) throws InterruptedException {
    awaited = true; // before the first look, so that no end is missed
    synchronized (this) {
      long left;
      while (!attempts.isEmpty() && (left = deadlineNanos.getAsLong() - System.nanoTime()) > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
      }
    }
    return attempts.isEmpty();
  }

  synchronized void wake() {
    notifyAll();
  }
}
