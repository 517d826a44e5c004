package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.recovery.Recovery;
import java.io.PrintStream;
import java.time.Duration;

/**
 * <b>Error Recovery Strategies: Fallback Value.</b> A value stands in for a task that failed, has
 * not ended in time, or is not there.
 */
public final class FallbackValue {
  private FallbackValue() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, FallbackValue::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    String succeeds = queue.enqueue(new Divide(10, 2)).id();
    String fails = queue.enqueue(new Divide(10, 0)).id();

    out.println("Succeeded: " + quotient(queue, succeeds, -1));
    out.println("Failed: " + quotient(queue, fails, -1));
    out.println("Missing: " + quotient(queue, "default:never-enqueued", -1));
  }

  static int quotient(TaskQueue queue, String taskId, int fallback) {
    return Recovery.on(queue)
        .result(taskId, Divide.class)
        .fallbackValue(fallback)
        .run(Duration.ofSeconds(10));
  }
}
