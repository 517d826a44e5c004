package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.io.PrintStream;
import java.time.Duration;

/**
 * <b>Accessing Error Information: Error Message.</b> A failed task has a message for people and the
 * class of what was thrown; a task that has not failed has neither.
 */
public final class ReadError {
  private ReadError() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, ReadError::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    TaskResult<Integer> result = queue.enqueue(new Divide(10, 0)).await(Duration.ofSeconds(10));

    if (result.isFailed()) {
      out.println("Error: " + result.error());
      out.println("Error type: " + result.errorType());
    }
  }
}
