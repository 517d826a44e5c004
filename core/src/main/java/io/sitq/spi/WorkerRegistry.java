package io.sitq.spi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Who is alive. Thread-safe. */
public interface WorkerRegistry {
  /** Says that the worker is alive, and counts as such for {@code ttl} unless it says so again. */
  CompletionStage<Void> announce(WorkerInfo worker, Duration ttl);

  /** Says that the worker has left. */
  CompletionStage<Void> withdraw(String workerId);
}
