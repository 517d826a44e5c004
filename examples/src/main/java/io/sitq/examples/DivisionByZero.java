package io.sitq.examples;

import io.sitq.TaskHandle;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.io.PrintStream;
import java.time.Duration;

/**
 * <b>Common Error Scenarios: Division by Zero.</b> What a handler throws becomes the result of its
 * task; the caller gets it as data, not as an exception.
 */
public final class DivisionByZero {
  private DivisionByZero() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, DivisionByZero::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    TaskHandle<Integer> handle = queue.enqueue(new Divide(10, 0));
    TaskResult<Integer> result = handle.await(Duration.ofSeconds(10));

    out.println("Status: " + result.status()); // FAILED
    out.println("Error: " + result.error()); // / by zero
    if (result.failedWith(ArithmeticException.class)) {
      out.println("10 / 0 has no answer");
    }
  }
}
