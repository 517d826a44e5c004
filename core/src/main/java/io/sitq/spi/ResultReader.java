package io.sitq.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Tells what became of tasks. Thread-safe. */
public interface ResultReader {
  /** The task as it is now; empty if there is none of that id, or its result has expired. */
  CompletionStage<Optional<StoredTask>> read(String id);

  /**
   * The task once it has ended, or as it is when time is up; empty if there is none of that id. The
   * backend tells when it ends; however many wait, they share one connection, and a notification
   * that is lost costs time, never the result.
   *
   * @param timeout how long to wait; zero reads once
   */
  CompletionStage<Optional<StoredTask>> awaitEnd(String id, Duration timeout);
}
