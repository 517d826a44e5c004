package io.sitq.spi;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps tasks that failed for good. They are read like every task. Thread-safe. */
public interface DeadLetterStore {
  /**
   * The ids of a queue's dead letters, newest first.
   *
   * @param since no older ones, by the backend's clock; null for no bound
   * @param until no newer ones; null for no bound
   */
  CompletionStage<List<String>> ids(String queue, @Nullable Instant since, @Nullable Instant until);

  /** Gives dead letters of a queue, at most 100, a new life; returns how many it were. */
  CompletionStage<Integer> requeue(String queue, List<String> ids);

  /** Deletes dead letters of a queue, at most 100, with their results; returns how many it were. */
  CompletionStage<Integer> delete(String queue, List<String> ids);

  /**
   * Takes those out of the list that are too many or too old by the backend's settings, at most
   * 100; their results live on, for 7 days at most.
   *
   * @return how many it were; come again at once if it were 100
   */
  CompletionStage<Integer> trim(String queue);
}
