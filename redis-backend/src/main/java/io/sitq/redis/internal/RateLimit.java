package io.sitq.redis.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Permits something once a second. Thread-safe. */
final class RateLimit {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong last = new AtomicLong(System.nanoTime() - PERIOD_NANOS);

  boolean permits() {
    long before = last.get();
    long now = System.nanoTime();
    return now - before >= PERIOD_NANOS && last.compareAndSet(before, now);
  }
}
