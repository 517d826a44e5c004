package io.sitq.spi;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What operators look at. Thread-safe, and not for hot paths. */
public interface Inspector {
  /** The queues that a producer or a worker has used. */
  CompletionStage<Set<String>> queues();

  /** The state of one queue; all zero for one that nobody has used. */
  CompletionStage<QueueStats> stats(String queue);

  /** The workers that are alive. */
  CompletionStage<List<WorkerInfo>> workers();
}
