package io.sitq.worker.internal;

import io.sitq.Backoff;
import io.sitq.Listeners;
import io.sitq.spi.Recovery;
import java.time.Duration;

/**
 * Looks at a whole queue now and then for what no lease covers: tasks that were delivered and that
 * no worker has, and consumers that are left of dead workers.
 */
final class QueueSweeper implements BackgroundLoop.Pass {
  /** How often: every 5 minutes, less up to a half. */
  static final Backoff INTERVAL = Backoff.fixed(Duration.ofMinutes(5)).jitter(0.5);

  /** For how long a consumer must have been idle, or ten leases if they are longer. */
  static final Duration LEAST_IDLE = Duration.ofMinutes(5);

  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final Recovery recovery;
  private final String queue;
  private final Duration idle;
  private final Listeners listeners;

  QueueSweeper(Recovery recovery, String queue, LeaseTimes leases, Listeners listeners) {
    this.recovery = recovery;
    this.queue = queue;
    Duration tenLeases = leases.lease().multipliedBy(10);
    this.idle = tenLeases.compareTo(LEAST_IDLE) > 0 ? tenLeases : LEAST_IDLE;
    this.listeners = listeners;
  }

  @Override
  public Duration runOnce() throws InterruptedException {
    int recovered = Stages.join("sweep", recovery.sweep(queue), ANSWER);
    Recoverer.tell(listeners, queue, recovered);
    Object unused =
        Stages.join("remove idle consumers", recovery.removeIdleConsumers(queue, idle), ANSWER);
    return INTERVAL.delayAfter(1);
  }
}
