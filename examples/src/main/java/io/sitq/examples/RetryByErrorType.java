package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * <b>Best Practices: handle specific errors differently based on type</b>, in the worker. The retry
 * policy of {@code download} tries again after an {@code IOException} only, and its handler throws
 * {@code GiveUp} or {@code RetryLater} where it knows better: see {@link ExampleTasks} and {@link
 * DownloadHandler}.
 */
public final class RetryByErrorType {
  private RetryByErrorType() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, RetryByErrorType::run);
  }

  static void run(TaskQueue queue, PrintStream out) throws Exception {
    try (LocalServer server = LocalServer.start()) {
      server.page("/restarting", 503, 503).page("/busy", 429).page("/gone", 404);
      List<String> urls =
          List.of(
              server.url("/restarting"), // IOException: after the policy's backoff
              server.url("/busy"), // RetryLater: when the server says
              server.url("/gone"), // GiveUp: never
              "no url"); // IllegalArgumentException: never, it is no IOException
      for (String url : urls) {
        TaskResult<String> result = queue.enqueue(new Download(url)).await(Duration.ofSeconds(10));
        String outcome = result.isSuccess() ? result.value() : result.errorType();
        out.println(result.status() + " in attempt " + result.attempt() + ": " + outcome);
      }
    }
  }
}
