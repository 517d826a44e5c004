package io.sitq.redis.internal;

import io.sitq.spi.TimeSource;
import java.time.Duration;
import java.util.List;

/**
 * How far the clocks of this machine and of the server are apart. Leases and delays go by the
 * server's; due times and the times in results are of clients.
 */
final class ClockCheckup implements Examination.Checkup {
  private static final int READINGS = 5;
  private static final Duration WRONG = Duration.ofSeconds(5);
  private static final Duration INEXACT = Duration.ofMillis(500);
  private static final String KEEP_IN_STEP = "keep both clocks in step, with NTP";

  private final TimeSource time;

  ClockCheckup(TimeSource time) {
    this.time = time;
  }

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public void examine(Patient patient, Findings findings) throws MissingRightException {
    long shortest = Long.MAX_VALUE;
    long aheadMillis = 0;
    for (int i = 0; i < READINGS; i++) {
      long before = time.nanos();
      List<byte[]> reply = patient.ask("TIME", redis -> redis.time());
      long tripNanos = time.nanos() - before;
      if (tripNanos < shortest) {
        shortest = tripNanos;
        long server = Bytes.number(reply.get(0)) * 1000 + Bytes.number(reply.get(1)) / 1000;
        aheadMillis = server - (time.wallMillis() - tripNanos / 2_000_000);
      }
    }
    tell(aheadMillis, findings);
  }

  private static void tell(long aheadMillis, Findings findings) {
    Duration apart = Duration.ofMillis(Math.abs(aheadMillis));
    String message =
        "the clock of Redis is "
            + apart.toMillis()
            + " ms "
            + (aheadMillis < 0 ? "behind" : "ahead of")
            + " this machine's";
    if (apart.compareTo(WRONG) > 0) {
      findings.problem(
          message + ": tasks with a due time start so much early or late", KEEP_IN_STEP);
    } else if (apart.compareTo(INEXACT) > 0) {
      findings.advice(message + ", which shows in the times of results", KEEP_IN_STEP);
    } else {
      findings.ok(message);
    }
  }
}
