package io.sitq.worker.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * How many more tasks a worker may begin: a limit for each queue, and one for the whole worker.
 * Where the queues' limits add up to more than the worker's, its places go to queues in the order
 * in which they ask, so that a deep queue can't starve another.
 */
final class Capacity {
  private final Map<String, QueueCapacity> queues = new LinkedHashMap<>();
  private final Semaphore whole;

  Capacity(int concurrency, Map<String, Integer> limits) {
    boolean contended =
        limits.values().stream().mapToLong(Integer::longValue).sum() > (long) concurrency;
    this.whole = new Semaphore(concurrency, true);
    limits.forEach(
        (queue, limit) -> queues.put(queue, new QueueCapacity(limit, contended ? whole : null)));
  }

  /** The end of one queue. */
  QueueCapacity of(String queue) {
    QueueCapacity capacity = queues.get(queue);
    if (capacity == null) {
      throw new IllegalArgumentException(
          "queue " + queue + " is not served, but " + queues.keySet() + " are");
    }
    return capacity;
  }

  /** Lets nobody wait any more: reservations are answered with none from now on. */
  void stop() {
    queues.values().forEach(QueueCapacity::stop);
    whole.release(queues.size()); // for those who wait already; what it allows is never used
  }
}
