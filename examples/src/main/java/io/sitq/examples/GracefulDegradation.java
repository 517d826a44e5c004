package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.recovery.FallbackFailedException;
import io.sitq.recovery.Recovery;
import java.io.PrintStream;
import java.time.Duration;

/**
 * <b>Error Recovery Strategies: Graceful Degradation.</b> If the page can't be fetched, a copy of
 * it is read. Why is logged with the id of the failed task; if both fail, the exception has both
 * causes.
 */
public final class GracefulDegradation {
  private GracefulDegradation() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, GracefulDegradation::run);
  }

  static void run(TaskQueue queue, PrintStream out) throws Exception {
    try (TempFile copy = TempFile.of("yesterday's page")) {
      out.println("Page: " + page(queue, "http://localhost:1/", copy.path()));
    }
    try {
      out.println("Page: " + page(queue, "http://localhost:1/", "/nonexistent.txt"));
    } catch (FallbackFailedException e) {
      out.println("Primary: " + e.primaryFailure().getMessage());
      out.println("Fallback: " + e.fallbackFailure().getMessage());
    }
  }

  static String page(TaskQueue queue, String url, String copy) {
    return Recovery.on(queue)
        .task(new FetchUrl(url))
        .fallbackTask(new ReadFile(copy))
        .run(Duration.ofSeconds(10));
  }
}
