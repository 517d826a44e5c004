package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CombineStrategiesIT {
  @Test
  void theFallbackStandsInForWhatTheRetryCouldNotMendAndForRefusals() throws Exception {
    assertThat(ExampleRun.linesOf(CombineStrategies::run))
        .containsExactly(
            "yesterday's page, the circuit is CLOSED",
            "yesterday's page, the circuit is OPEN",
            "yesterday's page, the circuit is OPEN");
  }
}
