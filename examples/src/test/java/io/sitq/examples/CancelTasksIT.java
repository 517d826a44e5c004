package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CancelTasksIT {
  @Test
  void scheduledAndRunningTasksEndAsCancelled() throws Exception {
    assertThat(ExampleRun.linesOf(CancelTasks::run))
        .containsExactly(
            "Scheduled: CANCELLED",
            "Once more: ENDED",
            "Unknown: NOT_FOUND",
            "Running: REQUESTED",
            "Then: CANCELLED",
            "Running: REQUESTED",
            "Then: CANCELLED");
  }
}
