package io.sitq.worker.internal;

import io.sitq.spi.TimeSource;
import java.time.Duration;

/** When the backend last gave this worker a good answer, to whatever it was. Thread-safe. */
final class LastAnswer {
  private final TimeSource time;
  private volatile long heardNanos;

  LastAnswer(TimeSource time) {
    this.time = time;
    this.heardNanos = time.nanos();
  }

  void heard() {
    heardNanos = time.nanos();
  }

  Duration age() {
    return Duration.ofNanos(Math.max(0, time.nanos() - heardNanos));
  }
}
