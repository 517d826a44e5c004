package io.sitq.spi;

import io.sitq.BackendConnectionException;
import io.sitq.BackendException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Puts tasks into queues. Thread-safe. */
public interface Enqueuer {
  /**
   * Puts one task into its queue, unless its id is known there. What arrives while a call is under
   * way may share the next one; nothing waits on a timer. While the backend is away it is tried
   * again for as long as the backend's settings say.
   *
   * @return the outcome; fails with {@link BackendConnectionException} if the backend stays away,
   *     or another {@link BackendException} if it refuses
   */
  CompletionStage<EnqueueOutcome> enqueue(Submission submission);

  /** As {@link #enqueue}, a stage for each and in this order within each queue. */
  default List<CompletionStage<EnqueueOutcome>> enqueueAll(List<Submission> submissions) {
    return submissions.stream().map(this::enqueue).toList();
  }
}
