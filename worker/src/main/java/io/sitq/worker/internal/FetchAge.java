package io.sitq.worker.internal;

import io.sitq.spi.TimeSource;
import java.time.Duration;

/**
 * How long ago a loop last heard from the backend. While it waits for room the age stands still: a
 * worker that is busy for an hour is not out of touch. Written by the loop, read by anybody.
 */
final class FetchAge {
  private final TimeSource time;
  private long heardNanos; // guarded by this
  private long pausedNanos; // guarded by this
  private boolean paused; // guarded by this

  FetchAge(TimeSource time) {
    this.time = time;
    this.heardNanos = time.nanos();
  }

  synchronized void heard() {
    heardNanos = time.nanos();
  }

  synchronized void pause() {
    pausedNanos = time.nanos();
    paused = true;
  }

  synchronized void goOn() {
    heardNanos += time.nanos() - pausedNanos;
    paused = false;
  }

  synchronized Duration get() {
    return Duration.ofNanos((paused ? pausedNanos : time.nanos()) - heardNanos);
  }
}
