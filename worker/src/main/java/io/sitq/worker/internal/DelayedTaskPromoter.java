package io.sitq.worker.internal;

import io.sitq.spi.DelayedTasks;
import io.sitq.spi.DelayedTasks.Promotion;
import java.time.Duration;

/**
 * Makes the due tasks of one queue ready, and sleeps until the next one is due, or the backend says
 * that an earlier one was scheduled. Every worker does it; the backend sees to it that no task
 * becomes ready twice.
 */
final class DelayedTaskPromoter implements BackgroundLoop.Pass {
  /** The longest sleep, since the word of an earlier task may get lost. */
  static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final DelayedTasks delayed;
  private final String queue;

  DelayedTaskPromoter(DelayedTasks delayed, String queue) {
    this.delayed = delayed;
    this.queue = queue;
  }

  @Override
  public Duration runOnce() throws InterruptedException {
    Promotion done = Stages.join("promote", delayed.promoteDue(queue), ANSWER);
    Duration next = done.nextDue().orElse(LONGEST_SLEEP);
    return next.compareTo(LONGEST_SLEEP) < 0 ? next : LONGEST_SLEEP;
  }
}
