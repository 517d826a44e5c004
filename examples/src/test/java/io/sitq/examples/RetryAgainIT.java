package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RetryAgainIT {
  @Test
  void enqueuesATaskForEachAttemptUntilOneSucceedsOrNoneIsLeft() throws Exception {
    try (ExampleRun run = ExampleRun.start()) {
      List<String> lines = run.lines(RetryAgain::run);

      assertThat(lines.subList(0, 2)).containsExactly("It took 3 tasks", "Failed after 3 attempts");
      assertThat(lines.subList(2, lines.size()))
          .extracting(line -> line.substring(line.indexOf(": ") + 2))
          .containsExactly("run 1 fails", "run 2 fails", "run 3 fails");
      List<String> ids =
          lines.subList(2, lines.size()).stream()
              .map(line -> line.substring(0, line.indexOf(": ")))
              .toList();
      assertThat(ids)
          .doesNotHaveDuplicates()
          .allMatch(id -> run.queue().getResult(id).orElseThrow().isFailed());
    }
  }
}
