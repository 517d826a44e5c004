package io.sitq.worker.internal;

import io.sitq.spi.TimeSource;
import java.time.Duration;

/**
 * How long ago a loop last heard from the backend. While it waits for room it asks nothing, and the
 * age is that of the last answer to anything, the worker's heartbeat included: a worker that is
 * busy for an hour is not out of touch, and one whose places all wait for answers is. Written by
 * the loop, read by anybody.
 */
final class FetchAge {
  private final TimeSource time;
  private final LastAnswer lastAnswer;
  private long heardNanos; // guarded by this
  private long pausedNanos; // guarded by this
  private boolean paused; // guarded by this

  FetchAge(TimeSource time, LastAnswer lastAnswer) {
    this.time = time;
    this.lastAnswer = lastAnswer;
    this.heardNanos = time.nanos();
  }

  synchronized void heard() {
    heardNanos = time.nanos();
    lastAnswer.heard();
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
    return paused ? lastAnswer.age() : Duration.ofNanos(time.nanos() - heardNanos);
  }
}
