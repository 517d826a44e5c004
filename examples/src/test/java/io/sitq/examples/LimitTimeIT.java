package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LimitTimeIT {
  @Test
  void theCallerStopsWaitingAndTheHandlerIsInterrupted() throws Exception {
    List<String> lines = ExampleRun.linesOf(LimitTime::run);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).isEqualTo("Ended while the caller waited: false");
    assertThat(lines.get(1))
        .startsWith("Timed out: task sleep (default:")
        .contains("ran longer than its timeout of 1000 ms");
  }
}
