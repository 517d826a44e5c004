package io.sitq.worker.internal;

import io.sitq.worker.internal.StartGate.Waiting;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/** The tasks of one queue that were taken and have not started. Guarded by the gate's monitor. */
final class QueueLine {
  final Deque<Waiting> waiting = new ArrayDeque<>();
  private final int limit;
  private final Prefetch prefetch;

  /** How many of the queue run; changed with the monitor, read by anybody. */
  final AtomicInteger running = new AtomicInteger();

  /** Whether it is among those that take turns. */
  boolean takesTurns;

  QueueLine(int limit, Prefetch prefetch) {
    this.limit = limit;
    this.prefetch = prefetch;
  }

  /** Whether the queue's limit allows one more. */
  boolean hasRoom() {
    return running.get() < limit;
  }

  /** Whether one that waits may start, as far as the queue goes. */
  boolean mayStart() {
    return hasRoom() && !waiting.isEmpty();
  }

  void ended(Attempt attempt) {
    running.decrementAndGet();
    prefetch.ended(attempt.took().toNanos(), attempt.delivery().envelope().length);
  }
}
