package io.sitq.cli;

import io.sitq.spi.ResultReader;
import io.sitq.spi.StoredTask;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits for a task's end, and fails when Redis goes away meanwhile. The backend alone would keep
 * silent about that until time is up, which may be hours; so the wait is cut into pieces, each of
 * which ends with a look at the task.
 */
final class EndWait {
  private static final Duration PIECE = Duration.ofSeconds(5);

  private final ResultReader results;
  private final Duration piece;
  private final long beginNanos = System.nanoTime();
  private final Duration atMost;

  /** The time runs from now, for all tasks that are waited for. */
  EndWait(ResultReader results, Duration atMost) {
    this(results, atMost, PIECE);
  }

  EndWait(ResultReader results, Duration atMost, Duration piece) {
    this.results = results;
    this.atMost = atMost;
    this.piece = piece;
  }

  /**
   * The task once it has ended, or as it is when time is up; empty if there is none of that id.
   *
   * @throws io.sitq.BackendConnectionException if Redis stays away for longer than one command is
   *     tried again
   */
  Optional<StoredTask> end(String id) {
    while (true) {
      Duration left = atMost.minusNanos(System.nanoTime() - beginNanos);
      if (left.isNegative()) {
        left = Duration.ZERO;
      }
      boolean last = left.compareTo(piece) <= 0;
      Optional<StoredTask> task = Stages.join(results.awaitEnd(id, last ? left : piece));
      if (last || task.isEmpty() || task.get().status().isTerminal()) {
        return task;
      }
    }
  }
}
