package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.Backoff;
import io.sitq.CancelOutcome;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AutomaticRetryIT {
  @Test
  void triesTheSameTaskAgainAndKeepsTheErrorOfEachAttempt() throws Exception {
    assertThat(ExampleRun.linesOf(AutomaticRetry::run))
        .containsExactly(
            "Succeeded in attempt 3",
            "Attempt 1: run 1 fails",
            "Attempt 2: run 2 fails",
            "Failed in attempt 3, the last one: run 3 fails");
  }

  @Test
  void aTaskThatWaitsForItsNextAttemptIsScheduledAndTellsTheLastError() throws Exception {
    TaskOptions slow =
        TaskOptions.defaults().maxAttempts(2).backoff(Backoff.fixed(Duration.ofHours(1)));
    try (ExampleRun run = ExampleRun.start();
        TempFile counter = TempFile.empty()) {
      TaskHandle<Integer> handle = run.queue().enqueue(new Flaky(counter.path(), 9), slow);
      await().until(() -> handle.result().orElseThrow().status() == TaskStatus.SCHEDULED);

      TaskResult<Integer> waiting = handle.result().orElseThrow();
      assertThat(AutomaticRetry.describe(waiting))
          .isEqualTo("Waits for attempt 2, the last error: run 1 fails");
      assertThat(waiting.nextAttemptAt().orElseThrow())
          .isAfter(Instant.now().plus(Duration.ofMinutes(40)));
      assertThat(run.queue().cancel(handle.id())).isEqualTo(CancelOutcome.CANCELLED);
    }
  }
}
