package io.sitq.examples;

import io.sitq.Task;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;

/**
 * <b>Best Practices: handle specific errors differently based on type.</b> {@code failedWith} knows
 * the supertypes of what was thrown, so ask for the special before the general.
 */
public final class HandleByErrorType {
  private HandleByErrorType() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, HandleByErrorType::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    List<Task<?>> tasks =
        List.of(
            new ReadFile("/nonexistent.txt"),
            new ReadFile("/"),
            new FetchUrl("http://localhost:1/"),
            new Divide(10, 0),
            new Divide(10, 2));
    queue
        .enqueueAll(tasks)
        .forEach(handle -> out.println(advice(handle.await(Duration.ofSeconds(10)))));
  }

  static String advice(TaskResult<?> result) {
    if (!result.isFailed()) {
      return "nothing to do: " + result.status();
    } else if (result.failedWith(NoSuchFileException.class)) {
      return "ask for another file: " + result.error();
    } else if (result.failedWith(ConnectException.class)) {
      return "try again later: " + result.error();
    } else if (result.failedWith(IOException.class)) {
      return "tell the operator: " + result.error();
    } else {
      return "fix the program: " + result.error();
    }
  }
}
