package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FallbackValueIT {
  @Test
  void aValueStandsInForWhatFailedOrIsMissing() throws Exception {
    assertThat(ExampleRun.linesOf(FallbackValue::run))
        .containsExactly("Succeeded: 5", "Failed: -1", "Missing: -1");
  }
}
