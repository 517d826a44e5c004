package io.sitq.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for the time of an example. */
final class TempFile implements AutoCloseable {
  private final Path file;

  private TempFile(Path file) {
    this.file = file;
  }

  static TempFile of(String text) throws IOException {
    return new TempFile(Files.writeString(Files.createTempFile("sitq-example-", ".txt"), text));
  }

  static TempFile empty() throws IOException {
    return of("");
  }

  String path() {
    return file.toString();
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
