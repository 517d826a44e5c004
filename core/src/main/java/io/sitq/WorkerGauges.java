package io.sitq;

import java.time.Duration;
import java.util.Set;

/** What a worker is doing right now. Thread-safe, and cheap to read. */
public interface WorkerGauges {
  /** The name under which the worker is known in the registry. */
  String workerId();

  /** The queues that it serves. */
  Set<String> queues();

  /** How many tasks of {@code queue} it is executing. */
  int active(String queue);

  /** How many tasks of {@code queue} it may execute at once. */
  int capacity(String queue);

  /**
   * How many handlers of {@code queue} did not yield to the interrupt of their timeout and still
   * run, although their attempts have failed. Each keeps its place in {@link #capacity}.
   */
  default int stuck(String queue) {
    return 0;
  }

  /** How long ago it last heard from the backend while fetching from {@code queue}. */
  Duration fetchAge(String queue);
}
