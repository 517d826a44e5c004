package io.sitq.redis.internal;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the set of all queues. A queue is listed when this client first uses it, and again every
 * minute of use, since a server may have come back empty.
 */
final class QueueDirectory {
  private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final RedisContext context;
  private final Map<String, Long> listedAt = new ConcurrentHashMap<>();

  QueueDirectory(RedisContext context) {
    this.context = context;
  }

  boolean isListed(String queue) {
    Long at = listedAt.get(queue);
    return at != null && System.nanoTime() - at < FRESH_NANOS;
  }

  CompletionStage<Long> list(String queue) {
    return context
        .commands()
        .sadd(context.keys().queues(), Bytes.of(queue))
        .thenApply(
            added -> {
              listedAt.put(queue, System.nanoTime());
              return added;
            });
  }
}
