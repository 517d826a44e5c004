package io.sitq.examples;

import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * <b>Delays and Due Times.</b> A task may wait in Redis until it is due; meanwhile it is scheduled.
 * A due time that has passed means at once.
 */
public final class DelayTasks {
  private DelayTasks() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, DelayTasks::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    Instant now = Instant.now();
    List<TaskOptions> options =
        List.of(
            TaskOptions.defaults().delay(Duration.ofMillis(800)),
            TaskOptions.defaults().at(now.plusMillis(800)),
            TaskOptions.defaults().at(now.minusSeconds(60)));
    List<TaskHandle<Integer>> handles =
        options.stream().map(each -> queue.enqueue(new Divide(10, 2), each)).toList();

    for (TaskHandle<Integer> handle : handles) {
      TaskResult<Integer> result = handle.result().orElseThrow();
      out.println(result.status() == TaskStatus.SCHEDULED ? "Due later" : "Due now");
    }
    for (TaskHandle<Integer> handle : handles) {
      out.println("Result: " + handle.await(Duration.ofSeconds(10)).value());
    }
  }
}
