package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TracebackLinesIT {
  @Test
  void printsTheLastFiveLinesAndTheRootCauseWithItsFrames() throws Exception {
    List<String> lines = ExampleRun.linesOf(TracebackLines::run);

    assertThat(lines).hasSize(10);
    assertThat(lines.get(0)).isEqualTo("Last lines:");
    assertThat(lines.subList(1, 6)).noneMatch(String::isBlank);
    assertThat(lines.get(6)).isEqualTo("Root cause:");
    assertThat(lines.get(7)).startsWith("Caused by: java.");
    assertThat(lines.subList(8, 10)).allMatch(line -> line.startsWith("\tat "));
  }
}
