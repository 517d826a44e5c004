package io.sitq.worker.internal;

import io.sitq.spi.TimeSource;

/**
 * How many tasks of a queue are taken beyond those that can run: as many as will be started within
 * {@link #HORIZON_NANOS}, judged by how long tasks took lately and by when the last one ended. So
 * short tasks are never waited for, and long ones are left to workers that are free. Thread-safe.
 */
final class Prefetch {
  /** How long what was taken may have to wait for its start, about. */
  static final long HORIZON_NANOS = 5_000_000;

  /** How many are taken at most. */
  static final int MOST = 500;

  /** How many bytes of envelopes are taken at most, about. */
  static final long MOST_BYTES = 4L << 20;

  /** How many large tasks are asked for in one call, or of tasks that are not known yet. */
  static final int FEW = 100;

  /** The weight of the last task in the averages: one in so many. */
  private static final int WEIGHT = 16;

  private final int limit;
  private final TimeSource time;
  private long averageNanos = Long.MAX_VALUE; // guarded by this
  private long averageBytes; // guarded by this
  private long lastEndNanos; // guarded by this

  /** For a queue of which {@code limit} tasks run at a time. */
  Prefetch(int limit, TimeSource time) {
    this.limit = limit;
    this.time = time;
  }

  /** A task has ended that took so long, and whose envelope had so many bytes. */
  synchronized void ended(long tookNanos, int bytes) {
    lastEndNanos = time.nanos();
    if (averageNanos == Long.MAX_VALUE) {
      averageNanos = tookNanos;
      averageBytes = bytes;
    } else {
      averageNanos += (tookNanos - averageNanos) / WEIGHT;
      averageBytes += (bytes - averageBytes) / WEIGHT;
    }
  }

  /** How many may be taken beyond the limit now. */
  synchronized int size() {
    if (averageNanos == Long.MAX_VALUE) {
      return 0; // nothing is known yet
    }
    long sinceEndNanos = time.nanos() - lastEndNanos;
    long eachNanos = Math.max(1, Math.max(averageNanos, sinceEndNanos));
    long most = Math.min(MOST, MOST_BYTES / Math.max(1, averageBytes));
    return (int) Math.min(most, limit * HORIZON_NANOS / eachNanos);
  }

  /**
   * How many are asked for in one call at most, so that neither many calls nor large ones are made.
   */
  synchronized int mostAtOnce() {
    return averageBytes == 0 ? FEW : (int) Math.max(FEW, Math.min(MOST, MOST_BYTES / averageBytes));
  }
}
