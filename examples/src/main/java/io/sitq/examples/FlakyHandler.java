package io.sitq.examples;

import io.sitq.worker.TaskHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Counts the run, and fails if there were too few. */
final class FlakyHandler implements TaskHandler<Flaky, Integer> {
  @Override
  public Integer handle(Flaky task) throws IOException {
    Path counter = Path.of(task.counter());
    Files.writeString(counter, "run\n", StandardOpenOption.APPEND);
    int runs = Files.readAllLines(counter).size();
    if (runs <= task.failures()) {
      throw new IOException("run " + runs + " fails");
    }
    return runs;
  }
}
