package io.sitq.testkit;

import io.sitq.ConfigurationException;
import io.sitq.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;

/**
 * Time that stands still until a test moves it. Thread-safe; who sees the wall clock moved sees the
 * other one moved too.
 */
public final class ManualTime implements TimeSource {
  /** Negative, so that code fails that takes the origin of elapsed time for zero. */
  private static final long ORIGIN_NANOS = -1_000_000_007L;

  /** Guarded by this. */
  private Instant wall;

  /** Guarded by this. */
  private long nanos = ORIGIN_NANOS;

  private ManualTime(Instant wall) {
    this.wall = wall;
  }

  /** Time that stands at {@code wall}. */
  public static ManualTime at(Instant wall) {
    return new ManualTime(wall);
  }

  /** Time that stands at the beginning of 2026, UTC. */
  public static ManualTime start() {
    return at(Instant.parse("2026-01-01T00:00:00Z"));
  }

  /**
   * Lets time pass on both clocks; zero changes nothing.
   *
   * @throws ConfigurationException if {@code elapsed} is negative: time does not run backwards, but
   *     see {@link #stepWall}
   */
  public synchronized void advance(Duration elapsed) {
    if (elapsed.isNegative()) {
      throw new ConfigurationException("elapsed", "must not be negative", elapsed);
    }
    wall = wall.plus(elapsed);
    nanos += elapsed.toNanos();
  }

  /** Sets the wall clock forward, or back by a negative step, while no time passes. */
  public synchronized void stepWall(Duration step) {
    wall = wall.plus(step);
  }

  /** What the wall clock shows. */
  public synchronized Instant now() {
    return wall;
  }

  @Override
  public synchronized long wallMillis() {
    return wall.toEpochMilli();
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public String toString() {
    return "ManualTime[" + now() + "]";
  }
}
