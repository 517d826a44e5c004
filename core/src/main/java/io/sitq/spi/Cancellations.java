package io.sitq.spi;

import io.sitq.CancelOutcome;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Ends tasks that are not wanted any more. Thread-safe. */
public interface Cancellations {
  /** Ends a task that nobody runs as cancelled, or asks the worker of a running one. */
  CompletionStage<CancelOutcome> cancel(String id);

  /**
   * Calls {@code listener} with the id of each running task of the queue that somebody asks to
   * cancel, whoever runs it. A lost call is possible: {@link #requested} tells what was missed.
   *
   * @return closes the subscription
   */
  DelayedTasks.Subscription onRequest(String queue, Consumer<String> listener);

  /** The ids of those deliveries, at most 100 and of one queue, that somebody asks to cancel. */
  CompletionStage<Set<String>> requested(List<Delivery> deliveries);
}
