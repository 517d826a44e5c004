package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskResult;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DelayTasksIT {
  @Test
  void aDelayedTaskWaitsAndAnOverdueOneDoesNot() throws Exception {
    assertThat(ExampleRun.linesOf(DelayTasks::run))
        .containsExactly(
            "Due later", "Due later", "Due now", "Result: 5", "Result: 5", "Result: 5");
  }

  @Test
  void aTaskDoesNotStartBeforeItIsDue() throws Exception {
    TaskOptions delayed = TaskOptions.defaults().delay(Duration.ofMillis(500));
    try (ExampleRun run = ExampleRun.start()) {
      TaskHandle<Integer> handle = run.queue().enqueue(new Divide(10, 2), delayed);
      Instant due = handle.result().orElseThrow().nextAttemptAt().orElseThrow();

      TaskResult<Integer> result = handle.await(Duration.ofSeconds(10));

      assertThat(result.startedAt().orElseThrow()).isAfterOrEqualTo(due);
    }
  }
}
