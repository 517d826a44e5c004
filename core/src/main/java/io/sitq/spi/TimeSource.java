package io.sitq.spi;

/** The one place where time comes from, so that tests can own it. */
public interface TimeSource {
  /** The wall clock, in ms since 1970: for what is stored and shown. */
  long wallMillis();

  /** A clock that never steps, in ns from an arbitrary origin: for what is elapsed. */
  long nanos();

  /** The machine's clocks. */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }
}
