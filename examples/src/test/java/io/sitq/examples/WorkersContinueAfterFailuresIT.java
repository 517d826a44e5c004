package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkersContinueAfterFailuresIT {
  @Test
  void aWorkerThatTakesOneTaskAfterTheOtherGoesOnAfterTheFailure() throws Exception {
    try (ExampleRun run = ExampleRun.startOneAtATime()) {
      String worker = run.worker().id();

      List<String> lines = run.lines(WorkersContinueAfterFailures::run);

      assertThat(lines)
          .containsExactly(
              "Task 1: SUCCESS on worker " + worker,
              "Task 2: FAILED on worker " + worker,
              "Task 3: SUCCESS on worker " + worker);
      assertThat(run.worker().isRunning()).isTrue();
    }
  }
}
