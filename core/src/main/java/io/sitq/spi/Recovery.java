package io.sitq.spi;

import io.sitq.TaskFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Brings back what dead workers have left behind. Any number of workers do it together, without a
 * leader. Thread-safe.
 */
public interface Recovery {
  /** Tasks that one pass takes at most. */
  int PASS = 100;

  /**
   * Takes up to {@link #PASS} tasks from workers whose leases have expired: they become ready
   * again, or end as failed if they have killed more workers than {@code crashLimit} while alone.
   *
   * @param lease how long a lease lasts; the same for all workers of the queue
   */
  CompletionStage<Pass> recover(String queue, Duration lease, int crashLimit);

  /**
   * Makes delivered tasks ready again that no worker has, as a failover or a deleted consumer
   * leaves them; looks at the whole queue.
   *
   * @return how many it were
   */
  CompletionStage<Integer> sweep(String queue);

  /** Removes consumers that have nothing and have been idle for so long; returns their names. */
  CompletionStage<List<String>> removeIdleConsumers(String queue, Duration idle);

  /**
   * What one pass did.
   *
   * @param recovered tasks that are ready again
   * @param ended tasks that have ended: as failed, or as cancelled, as somebody had asked
   * @param hold how long leases are not judged, since the backend stood still; zero if they are
   * @param more whether there may be more at once
   */
  record Pass(int recovered, List<Ended> ended, Duration hold, boolean more) {
    /** Copies the list. */
    public Pass {
      ended = List.copyOf(ended);
    }
  }

  /**
   * A task that a pass has ended.
   *
   * @param id the task
   * @param task its name, as it came
   * @param attempt which execution, counted from 1
   * @param failure why it has failed; null if it was cancelled
   */
  record Ended(String id, String task, int attempt, @Nullable TaskFailure failure) {}
}
