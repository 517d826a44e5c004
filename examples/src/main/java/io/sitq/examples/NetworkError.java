package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.io.PrintStream;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;

/**
 * <b>Common Error Scenarios: Network Errors.</b> Nobody listens on the one port, and the other name
 * can't be resolved: {@code .invalid} is reserved for that (RFC 6761).
 */
public final class NetworkError {
  private NetworkError() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, NetworkError::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    for (String url : List.of("http://localhost:1/", "http://sitq.invalid/")) {
      TaskResult<String> result = queue.enqueue(new FetchUrl(url)).await(Duration.ofSeconds(30));

      out.println("Status: " + result.status()); // FAILED
      out.println("Error: " + result.error()); // can't connect to localhost:1
      if (result.failedWith(ConnectException.class)) {
        out.println("No connection, worth another try later");
      }
    }
  }
}
