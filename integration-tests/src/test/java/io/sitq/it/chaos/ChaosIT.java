package io.sitq.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Real processes and a real Redis in a storm; see the package for how to run a long one. */
class ChaosIT {
  @Test
  @SuppressWarnings("SystemOut") // the report is for people
  void nothing_is_lost_whatever_is_killed_frozen_or_cut_off() throws Exception {
    ChaosOptions options = ChaosOptions.ofThisJvm();
    System.out.println("chaos: " + options.replay());
    ChaosReport report = new ChaosRun(options).run();
    System.out.println(report);
    assertThat(report.findings().lines()).as(report.toString()).isEmpty();
    assertThat(report.tally().acknowledged).isPositive();
  }
}
