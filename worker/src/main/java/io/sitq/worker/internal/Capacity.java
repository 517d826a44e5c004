package io.sitq.worker.internal;

import io.sitq.spi.TimeSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many more tasks a worker may begin: a limit for each queue, and one for the whole worker.
 * Where the queues' limits add up to more than the worker's, its places go to queues in the order
 * in which they ask, so that a deep queue can't starve another.
 */
final class Capacity {
  private final Map<String, QueueCapacity> queues = new LinkedHashMap<>();
  private final Places whole;

  Capacity(int concurrency, Map<String, Integer> limits, TimeSource time) {
    boolean contended =
        limits.values().stream().mapToLong(Integer::longValue).sum() > (long) concurrency;
    this.whole = new Places(concurrency, true);
    limits.forEach(
        (queue, limit) ->
            queues.put(queue, new QueueCapacity(limit, contended ? this : null, time)));
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

  /** The places of all queues together. */
  Places whole() {
    return whole;
  }

  /**
   * Lets each queue take beyond its limit what it starts soon, and the worker the most of these.
   */
  void resize() {
    whole.extra(queues.values().stream().mapToInt(QueueCapacity::extra).max().orElse(0));
  }

  /** Lets nobody wait any more: reservations are answered with none from now on. */
  void stop() {
    queues.values().forEach(QueueCapacity::stop);
    whole.stop();
  }
}
