package io.sitq.cli;

import io.sitq.TaskEvent;
import io.sitq.TaskListener;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the worker's listeners know of every end. A result may be read a moment before they
 * are told; as the last listener, this one knows that the metrics are complete.
 */
final class EndCounter implements TaskListener {
  private final Semaphore ends = new Semaphore(0);

  @Override
  public void succeeded(TaskEvent event) {
    ends.release();
  }

  @Override
  public void failed(TaskEvent event) {
    ends.release();
  }

  /** Waits; whether so many have ended in time. */
  boolean await(int tasks, Duration atMost) throws InterruptedException {
    return ends.tryAcquire(tasks, atMost.toMillis(), TimeUnit.MILLISECONDS);
  }
}
