package io.sitq.worker.internal;

import io.sitq.spi.WorkerInfo;
import io.sitq.spi.WorkerRegistry;
import java.time.Duration;

/**
 * Says that the worker is alive, several times as often as it must: the answers also tell a worker
 * that is too busy to fetch whether the backend is there.
 */
final class Heartbeat implements BackgroundLoop.Pass {
  /** How often it is said. */
  static final Duration INTERVAL = Duration.ofSeconds(5);

  /** How long it holds. */
  static final Duration TTL = Duration.ofSeconds(30);

  private final WorkerRegistry registry;
  private final WorkerInfo worker;
  private final LastAnswer lastAnswer;
  private volatile boolean announced;

  Heartbeat(WorkerRegistry registry, WorkerInfo worker, LastAnswer lastAnswer) {
    this.registry = registry;
    this.worker = worker;
    this.lastAnswer = lastAnswer;
  }

  @Override
  public Duration runOnce() throws InterruptedException {
    Stages.join("announce", registry.announce(worker, TTL), INTERVAL);
    announced = true;
    lastAnswer.heard();
    return INTERVAL;
  }

  /** Says that the worker has left, if anybody knows of it. */
  void withdraw(Duration most) throws InterruptedException {
    if (!announced) {
      return;
    }
    Stages.join("withdraw", registry.withdraw(worker.id()), most);
  }
}
