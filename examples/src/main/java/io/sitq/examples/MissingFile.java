package io.sitq.examples;

import io.sitq.TaskHandle;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;

/**
 * <b>Common Error Scenarios: Missing Files.</b> The worker looks for the file on its own machine.
 * The exception's message is just the path, so sitq puts the exception's name before it.
 */
public final class MissingFile {
  private MissingFile() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, MissingFile::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    TaskHandle<String> handle = queue.enqueue(new ReadFile("/nonexistent.txt"));
    TaskResult<String> result = handle.await(Duration.ofSeconds(10));

    out.println("Status: " + result.status()); // FAILED
    out.println("Error: " + result.error()); // NoSuchFileException: /nonexistent.txt
    if (result.failedWith(NoSuchFileException.class)) {
      out.println("There is no such file on the worker " + result.worker().orElse("?"));
    }
  }
}
