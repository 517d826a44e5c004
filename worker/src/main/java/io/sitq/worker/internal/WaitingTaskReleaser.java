package io.sitq.worker.internal;

import java.time.Duration;

/**
 * Gives tasks back that were taken in the belief that they would start soon, and did not: another
 * worker may be free for them.
 */
final class WaitingTaskReleaser implements BackgroundLoop.Pass {
  /** How long a task that was taken may wait for its start. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Duration INTERVAL = PATIENCE.dividedBy(2);

  private final StartGate gate;

  WaitingTaskReleaser(StartGate gate) {
    this.gate = gate;
  }

  @Override
  public Duration runOnce() {
    gate.waitingFor(PATIENCE).forEach(attempt -> attempt.end(new Outcome.Stopped()));
    return INTERVAL;
  }
}
