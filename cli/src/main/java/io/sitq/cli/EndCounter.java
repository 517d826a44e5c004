package io.sitq.cli;

import io.sitq.TaskEvent;
import io.sitq.TaskListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the worker's listeners know of every end. A result may be read a moment before they
 * are told; as the last listener, this one knows that the metrics are complete.
 */
final class EndCounter implements TaskListener {
  private final CountDownLatch left;

  EndCounter(int tasks) {
    left = new CountDownLatch(tasks);
  }

  @Override
  public void succeeded(TaskEvent event) {
    left.countDown();
  }

  @Override
  public void failed(TaskEvent event) {
    left.countDown();
  }

  /** Waits; whether all have ended in time. */
  boolean await(Duration atMost) throws InterruptedException {
    return left.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }
}
