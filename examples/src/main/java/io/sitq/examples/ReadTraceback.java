package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.io.PrintStream;
import java.time.Duration;

/**
 * <b>Accessing Error Information: Full Traceback.</b> A failed task has the whole Java stack trace
 * of the worker's thread, with causes and suppressed exceptions, as text.
 */
public final class ReadTraceback {
  private ReadTraceback() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, ReadTraceback::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    TaskResult<String> result =
        queue.enqueue(new ReadFile("/nonexistent.txt")).await(Duration.ofSeconds(10));

    if (result.isFailed()) {
      out.println("Traceback:");
      out.print(result.traceback());
    }
  }
}
