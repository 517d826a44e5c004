package io.sitq.it.chaos;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What one process did, a line each, written before it goes on: the system keeps it even if the
 * process is killed at the next instruction. Thread-safe.
 */
final class Journal implements AutoCloseable {
  /** What happened. */
  enum What {
    /** A producer is about to send a task; more: number, kind and amount. */
    SENDING,
    /** The queue has acknowledged it. */
    ACKNOWLEDGED,
    /** It was asked to be cancelled; more: the answer. */
    CANCELLED,
    /** A handler has begun. */
    BEGAN,
    /** A handler has done its work, and returns or throws. */
    DONE,
    /** The queue has acknowledged the end of the task. */
    ENDED,
    /** What became of an attempt was refused. */
    REFUSED
  }

  /** No channel: that would be closed when a handler is interrupted while it writes. */
  private final FileOutputStream file;

  Journal(Path path) {
    try {
      file = new FileOutputStream(path.toFile(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing of this holds a space but {@code more}; {@code process} is who did it. */
  synchronized void write(What what, String id, int attempt, String process, String more) {
    String line = what + " " + id + " " + attempt + " " + process + " " + more + "\n";
    try {
      file.write(line.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
