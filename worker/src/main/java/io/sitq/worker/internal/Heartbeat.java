package io.sitq.worker.internal;

import io.sitq.spi.WorkerInfo;
import io.sitq.spi.WorkerRegistry;
import java.time.Duration;

/** Says that the worker is alive, three times as often as it must. */
final class Heartbeat implements BackgroundLoop.Pass {
  /** How often it is said. */
  static final Duration INTERVAL = Duration.ofSeconds(10);

  /** How long it holds. */
  static final Duration TTL = Duration.ofSeconds(30);

  private final WorkerRegistry registry;
  private final WorkerInfo worker;
  private volatile boolean announced;

  Heartbeat(WorkerRegistry registry, WorkerInfo worker) {
    this.registry = registry;
    this.worker = worker;
  }

  @Override
  public Duration runOnce() throws InterruptedException {
    Stages.join("announce", registry.announce(worker, TTL), INTERVAL);
    announced = true;
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
