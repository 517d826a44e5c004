package io.sitq.examples;

import io.sitq.TaskHandle;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * <b>Worker Error Handling: Workers Continue After Failures.</b> A failure ends its task and
 * nothing else: the worker goes on to the next one.
 */
public final class WorkersContinueAfterFailures {
  private WorkersContinueAfterFailures() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, WorkersContinueAfterFailures::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    List<TaskHandle<Integer>> handles =
        queue.enqueueAll(List.of(new Divide(10, 2), new Divide(10, 0), new Divide(9, 3)));

    int number = 1;
    for (TaskHandle<Integer> handle : handles) {
      TaskResult<Integer> result = handle.await(Duration.ofSeconds(10));
      out.println(
          "Task "
              + number++
              + ": "
              + result.status()
              + " on worker "
              + result.worker().orElse("?"));
    }
  }
}
