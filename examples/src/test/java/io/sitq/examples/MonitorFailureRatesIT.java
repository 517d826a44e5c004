package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskHandle;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MonitorFailureRatesIT {
  @Test
  void countsAMixedBatch() throws Exception {
    assertThat(ExampleRun.linesOf(MonitorFailureRates::run))
        .containsExactly("Success rate: 40.0%", "Failures: 3/5");
  }

  @Test
  void countsALargeBatchExactly() throws Exception {
    List<Divide> batch = IntStream.range(0, 1000).mapToObj(i -> new Divide(i, i % 8)).toList();
    try (ExampleRun run = ExampleRun.start()) {
      List<TaskHandle<Integer>> handles = run.queue().enqueueAll(batch);
      handles.forEach(handle -> handle.await(Duration.ofSeconds(30)));
      List<String> ids = handles.stream().map(TaskHandle::id).toList();

      assertThat(run.lines((queue, out) -> MonitorFailureRates.track(queue, ids, out)))
          .containsExactly("Success rate: 87.5%", "Failures: 125/1000");
    }
  }

  @Test
  void saysThatThereIsNothingToCount() throws Exception {
    List<String> unknown = List.of("default:never-enqueued");
    try (ExampleRun run = ExampleRun.start()) {
      assertThat(run.lines((queue, out) -> MonitorFailureRates.track(queue, unknown, out)))
          .containsExactly("None of the tasks has ended");
      assertThat(run.lines((queue, out) -> MonitorFailureRates.track(queue, List.of(), out)))
          .containsExactly("None of the tasks has ended");
    }
  }
}
