package io.sitq.worker.internal;

import java.time.Duration;

/**
 * One absolute deadline for everything that stopping does, from which the times of its steps
 * follow. May be brought forward by any thread while the stop is under way. In nanoseconds of the
 * system's clock.
 */
final class StopDeadline {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final long MOST_RESERVE = Duration.ofSeconds(2).toNanos();
  private static final long LEAST_GRACE = Duration.ofMillis(500).toNanos();
  private static final long LEAST_ANSWER = Duration.ofSeconds(1).toNanos();

  private long interruptAt = Long.MAX_VALUE; // guarded by this
  private long releaseAt = Long.MAX_VALUE; // guarded by this
  private long leaveAt = Long.MAX_VALUE; // guarded by this

  StopDeadline(Duration drain) {
    shorten(drain);
  }

  /** Brings it forward to {@code drain} from now; never puts it off. */
  final synchronized void shorten(Duration drain) {
    long nanos = (drain.compareTo(LONGEST) < 0 ? drain : LONGEST).toNanos();
    long reserve = Math.min(nanos / 4, MOST_RESERVE);
    long now = System.nanoTime();
    long interrupt = now + nanos - reserve;
    long release = interrupt + Math.max(reserve / 2, LEAST_GRACE);
    interruptAt = Math.min(interruptAt, interrupt);
    releaseAt = Math.min(releaseAt, release);
    leaveAt = Math.min(leaveAt, Math.max(now + nanos, release + LEAST_ANSWER));
  }

  /** Until when handlers may go on. */
  synchronized long interruptAt() {
    return interruptAt;
  }

  /** Until when interrupted handlers may still return. */
  synchronized long releaseAt() {
    return releaseAt;
  }

  /** Until when the backend may answer. */
  synchronized long leaveAt() {
    return leaveAt;
  }
}
