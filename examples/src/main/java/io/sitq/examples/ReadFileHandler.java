package io.sitq.examples;

import io.sitq.worker.TaskHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file. A handler may throw checked exceptions, so there is nothing to wrap. */
final class ReadFileHandler implements TaskHandler<ReadFile, String> {
  @Override
  public String handle(ReadFile task) throws IOException {
    return Files.readString(Path.of(task.path()));
  }
}
