package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/**
 * <b>Checking Task Status.</b> A task may have succeeded, failed, not ended yet, or not be known:
 * look at the status before asking for the value.
 */
public final class CheckStatus {
  private CheckStatus() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, CheckStatus::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    String succeeds = queue.enqueue(new Divide(10, 2)).id();
    String fails = queue.enqueue(new Divide(10, 0)).id();

    Duration timeout = Duration.ofSeconds(10);
    out.println(check(queue, succeeds, timeout));
    out.println(check(queue, fails, timeout));
    out.println(check(queue, "default:never-enqueued", timeout));
  }

  static String check(TaskQueue queue, String taskId, Duration timeout) {
    Optional<TaskResult<Integer>> found = queue.getResult(taskId, Divide.class, timeout);
    if (found.isEmpty()) {
      return "Task " + taskId + " not found";
    }
    TaskResult<Integer> result = found.get();
    return switch (result.status()) {
      case SUCCESS -> "Result: " + result.value();
      case FAILED -> "Error: " + result.error() + "\nTraceback:\n" + result.traceback();
      case CANCELLED -> "Cancelled";
      case PENDING, SCHEDULED, RUNNING -> "Not finished yet: " + result.status();
    };
  }
}
