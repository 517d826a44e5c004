package io.sitq.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Makes tasks ready when they are due. Any number of workers do it together. Thread-safe. */
public interface DelayedTasks {
  /**
   * Makes up to 100 due tasks of a queue ready.
   *
   * @return how many it were, and when to come again
   */
  CompletionStage<Promotion> promoteDue(String queue);

  /**
   * Calls {@code wake} when a task is scheduled that is due before all others of the queue, and
   * when the subscription has come into force or was interrupted, since something may have been
   * missed. A lost call is possible; so come again at least every few seconds.
   *
   * @return closes the subscription
   */
  Subscription onEarlierDue(String queue, Runnable wake);

  /**
   * What one call did.
   *
   * @param promoted how many tasks became ready
   * @param nextDue how long until the next one is due, zero if it is now; empty if none is
   *     scheduled
   */
  record Promotion(int promoted, Optional<Duration> nextDue) {}

  /** Ends when it is closed. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
