package io.sitq.examples;

import io.sitq.Task;
import io.sitq.TaskHandle;
import io.sitq.TaskQueue;
import io.sitq.recovery.FailureRates;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * <b>Worker Error Handling: Monitoring Failure Rates.</b> Counts what became of a batch of mixed
 * tasks, those apart that have not ended or are not known. For all tasks of all producers, ask the
 * workers' metrics instead: {@code sitq_tasks_completed_total}.
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
    List<TaskHandle<Object>> handles = queue.enqueueAll(batch);
    handles.forEach(handle -> handle.await(Duration.ofSeconds(10)));

    track(queue, handles.stream().map(TaskHandle::id).toList(), out);
  }

  static void track(TaskQueue queue, List<String> taskIds, PrintStream out) {
    FailureRates rates = FailureRates.of(queue, taskIds);
    if (rates.successRate().isEmpty()) {
      out.println("None of the tasks has ended");
    } else {
      double percent = 100 * rates.successRate().getAsDouble();
      out.printf(Locale.ROOT, "Success rate: %.1f%%%n", percent);
      out.println("Failures: " + rates.all().failed() + "/" + rates.all().ended());
    }
  }
}
