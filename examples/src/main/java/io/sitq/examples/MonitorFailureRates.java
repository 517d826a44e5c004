package io.sitq.examples;

import io.sitq.Task;
import io.sitq.TaskHandle;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * <b>Worker Error Handling: Monitoring Failure Rates.</b> Counts what became of a batch of mixed
 * tasks; those that are not known, cancelled or not finished are left out. For all tasks of all
 * producers, ask the workers' metrics instead: {@code sitq_tasks_completed_total}.
 */
public final class MonitorFailureRates {
  private MonitorFailureRates() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, MonitorFailureRates::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    List<Task<?>> batch =
        List.of(
            new Divide(10, 2),
            new Divide(10, 0),
            new ReadFile("/nonexistent.txt"),
            new FetchUrl("http://localhost:1/"),
            new Divide(9, 3));
    List<String> taskIds = queue.enqueueAll(batch).stream().map(TaskHandle::id).toList();

    track(queue, taskIds, out);
  }

  static void track(TaskQueue queue, List<String> taskIds, PrintStream out) {
    int successes = 0;
    int failures = 0;
    for (String taskId : taskIds) {
      Optional<TaskResult<Object>> result = queue.getResult(taskId, Duration.ofSeconds(10));
      if (result.isPresent() && result.get().isSuccess()) {
        successes++;
      } else if (result.isPresent() && result.get().isFailed()) {
        failures++;
      }
    }

    int total = successes + failures;
    if (total == 0) {
      out.println("None of the tasks has ended");
    } else {
      out.printf(Locale.ROOT, "Success rate: %.1f%%%n", 100.0 * successes / total);
      out.printf(Locale.ROOT, "Failures: %d/%d%n", failures, total);
    }
  }
}
