package io.sitq.worker;

import io.sitq.spi.TimeSource;
import java.time.Duration;

/** A clock that goes when it is told to. */
public final class ManualTime implements TimeSource {
  private long nanos = 1_000_000_000_000L;

  @Override
  public synchronized long wallMillis() {
    return nanos / 1_000_000;
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  public synchronized void advance(Duration by) {
    nanos += by.toNanos();
  }
}
