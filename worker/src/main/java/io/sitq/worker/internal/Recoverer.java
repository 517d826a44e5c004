package io.sitq.worker.internal;

import io.sitq.Backoff;
import io.sitq.Listeners;
import io.sitq.spi.Recovery;
import java.time.Duration;

/**
 * Brings back what dead workers of one queue have left behind, some at a time. Every worker does
 * it, each at times of its own, so that many deaths at once do not make many look at once.
 */
final class Recoverer implements BackgroundLoop.Pass {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final Recovery recovery;
  private final String queue;
  private final Duration lease;
  private final int crashLimit;
  private final Backoff interval;
  private final Listeners listeners;
  private final TaskEvents events;

  Recoverer(
      Recovery recovery,
      String queue,
      LeaseTimes leases,
      int crashLimit,
      Listeners listeners,
      TaskEvents events) {
    this.recovery = recovery;
    this.queue = queue;
    this.lease = leases.lease();
    this.crashLimit = crashLimit;
    this.interval = Backoff.fixed(leases.recoverEvery()).jitter(0.5);
    this.listeners = listeners;
    this.events = events;
  }

  /** How long to wait between passes, and before the first. */
  Duration pause() {
    return interval.delayAfter(1);
  }

  @Override
  public Duration runOnce() throws InterruptedException {
    Recovery.Pass done = Stages.join("recover", recovery.recover(queue, lease, crashLimit), ANSWER);
    tell(listeners, queue, done.recovered());
    done.ended().forEach(ended -> events.ended(queue, ended));
    if (done.more()) {
      return Duration.ZERO;
    }
    // Never longer, even if nothing is judged for longer: whoever does not look for half a lease
    // finds that the backend stood still, and waits again.
    Duration pause = pause();
    boolean soon = !done.hold().isZero() && done.hold().compareTo(pause) < 0;
    return soon ? done.hold() : pause;
  }

  static void tell(Listeners listeners, String queue, int recovered) {
    if (recovered > 0) {
      listeners.each(listener -> listener.recovered(queue, recovered));
    }
  }
}
