package io.sitq.worker;

import io.sitq.WorkerException;
import io.sitq.WorkerGauges;
import io.sitq.spi.Backend;
import io.sitq.worker.internal.WorkerEngine;
import io.sitq.worker.internal.WorkerSettings;
import java.time.Duration;

/**
 * Takes tasks out of queues and executes them. Thread-safe. A started worker keeps the JVM alive
 * until it is closed.
 *
 * <pre>{@code
 * Worker worker = Worker.on(RedisBackend.connect("redis://localhost:6379"))
 *     .queue("default")
 *     .handle(Divide.class, task -> task.a() / task.b())
 *     .build();
 * worker.start();
 * }</pre>
 *
 * <p>A task is executed at least once: a worker that dies after a handler's effect and before its
 * result was stored leaves the task to another worker. Handlers should be idempotent.
 */
public final class Worker implements AutoCloseable {
  private final WorkerEngine engine;
  private final Duration drain;

  Worker(WorkerSettings settings) {
    this.engine = new WorkerEngine(settings);
    this.drain = settings.drain();
  }

  /** Settings for a worker on this backend, which the worker closes when it is closed. */
  public static WorkerBuilder on(Backend backend) {
    return new WorkerBuilder(backend);
  }

  /**
   * Announces the worker and begins to fetch; returns at once. Does nothing if it runs already. If
   * it fails, what had started is stopped, and it may be tried again.
   *
   * @throws io.sitq.BackendException if the backend can't be reached or refuses
   * @throws WorkerException if the worker was closed
   */
  public void start() {
    engine.start();
  }

  /**
   * Stops within the drain time of the settings: {@link #stop} with it. Closing a worker that was
   * never started frees the backend; closing twice is harmless.
   */
  @Override
  public void close() {
    stop(drain);
  }

  /**
   * Stops: fetches no more, lets handlers finish, interrupts those that don't in time, gives their
   * tasks back uncharged, and frees everything, the backend too unless it is kept open. Returns
   * when that is done; what answers slowly is waited for up to 2 seconds longer than a {@code
   * drain} shorter than that. A second call may shorten the drain, and waits for the same end.
   *
   * @param drain how long all of it may take; zero interrupts at once
   */
  public void stop(Duration drain) {
    engine.stop(Require.notNegative("drain", drain));
  }

  /** Stops without letting handlers finish: {@link #stop} with zero. For a second signal. */
  public void stopNow() {
    stop(Duration.ZERO);
  }

  /** Whether it was started and is not being stopped. */
  public boolean isRunning() {
    return engine.isRunning();
  }

  /**
   * The name under which it is known in the registry and in results: unique, at most 23 characters.
   */
  public String id() {
    return engine.gauges().workerId();
  }

  /** What it is doing right now; may be read at any time. */
  public WorkerGauges gauges() {
    return engine.gauges();
  }

  /** The id and whether it runs. */
  @Override
  public String toString() {
    return "Worker[" + id() + (isRunning() ? " running" : " stopped") + "]";
  }
}
