package io.sitq.examples;

import io.sitq.Backoff;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.io.PrintStream;
import java.time.Duration;

/**
 * <b>Error Recovery Strategies: Retry Logic</b>, by the workers. It is one task with one id, and
 * its next attempt waits in Redis: whoever enqueued it may go, and another worker may take it up.
 */
public final class AutomaticRetry {
  private AutomaticRetry() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, AutomaticRetry::run);
  }

  static void run(TaskQueue queue, PrintStream out) throws Exception {
    TaskOptions threeAttempts =
        TaskOptions.defaults()
            .maxAttempts(3)
            .backoff(Backoff.exponential(Duration.ofMillis(100)).max(Duration.ofSeconds(10)));
    try (TempFile counter = TempFile.empty();
        TempFile otherCounter = TempFile.empty()) {
      Flaky failsTwice = new Flaky(counter.path(), 2);
      Flaky failsAlways = new Flaky(otherCounter.path(), 9);

      out.println(describe(queue.enqueue(failsTwice, threeAttempts).await(Duration.ofSeconds(10))));

      TaskResult<Integer> failed =
          queue.enqueue(failsAlways, threeAttempts).await(Duration.ofSeconds(10));
      failed.errors().forEach(e -> out.println("Attempt " + e.attempt() + ": " + e.error()));
      out.println(describe(failed));
    }
  }

  static String describe(TaskResult<?> result) {
    return switch (result.status()) {
      case SUCCESS -> "Succeeded in attempt " + result.attempt();
      case FAILED -> "Failed in attempt " + result.attempt() + ", the last one: " + result.error();
      case SCHEDULED ->
          "Waits for attempt " + result.attempt() + ", the last error: " + result.error();
      default -> "Not finished yet: " + result.status();
    };
  }
}
