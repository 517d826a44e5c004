package io.sitq.it.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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
    /** What became of an attempt was refused. */
    REFUSED
  }

  private final FileChannel file;

  Journal(Path path) {
    try {
      file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing of this holds a space but {@code more}; {@code process} is who did it. */
  synchronized void write(What what, String id, int attempt, String process, String more) {
    String line = what + " " + id + " " + attempt + " " + process + " " + more + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
