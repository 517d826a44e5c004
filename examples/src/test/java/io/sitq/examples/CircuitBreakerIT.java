package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CircuitBreakerIT {
  @Test
  void opensAfterFiveFailuresAndASuccessClosesItAgain() throws Exception {
    assertThat(ExampleRun.linesOf(CircuitBreaker::run))
        .containsExactly(
            "Call 1: failed",
            "Call 2: failed",
            "Call 3: failed",
            "Call 4: failed",
            "Call 5: failed",
            "Call 6: refused, nothing was enqueued",
            "Call 7: succeeded in run 6",
            "The circuit is CLOSED");
  }
}
