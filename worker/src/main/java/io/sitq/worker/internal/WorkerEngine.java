package io.sitq.worker.internal;

import io.sitq.Listeners;
import io.sitq.SitqException;
import io.sitq.WorkerException;
import io.sitq.WorkerGauges;
import io.sitq.worker.TaskModule;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a worker: new, running, stopped; each step once, whoever asks for it. */
public final class WorkerEngine {
  private static final Logger log = LoggerFactory.getLogger("io.sitq.worker");

  private enum State {
    NEW,
    RUNNING,
    STOPPING
  }

  private final WorkerSettings settings;
  private final Listeners listeners;
  private final LiveGauges gauges;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Object lifecycle = new Object();
  private volatile State state = State.NEW; // written under lifecycle
  private @Nullable WorkerParts parts; // guarded by lifecycle
  private @Nullable StopDeadline deadline; // guarded by lifecycle

  /** A worker that is not started. */
  public WorkerEngine(WorkerSettings settings) {
    this.settings = settings;
    this.listeners = new Listeners(settings.listeners());
    this.gauges = new LiveGauges(settings.id(), settings.queues());
  }

  /** Starts, unless it runs already. */
  public void start() {
    synchronized (lifecycle) {
      if (state == State.RUNNING) {
        return;
      }
      if (state == State.STOPPING) {
        throw new WorkerException(
            settings.id(), "worker " + settings.id() + " was closed: build a new one", null);
      }
      WorkerParts made = new WorkerParts(settings, listeners);
      startOrStop(made);
      parts = made;
      gauges.show(made);
      state = State.RUNNING;
    }
    listeners.each(listener -> listener.workerStarted(gauges));
    log.atInfo()
        .addKeyValue("worker", settings.id())
        .addKeyValue("queues", settings.queues())
        .log("Worker {} started", settings.id());
  }

  private void startOrStop(WorkerParts made) {
    try {
      made.start();
    } catch (InterruptedException e) {
      made.stop(new StopDeadline(Duration.ZERO));
      Thread.currentThread().interrupt();
      throw new WorkerException(
          settings.id(), "worker " + settings.id() + " was interrupted while it started", e);
    } catch (RuntimeException | Error e) {
      made.stop(new StopDeadline(Duration.ZERO));
      throw e;
    }
  }

  /** Stops within {@code drain}, or brings the deadline of a stop forward; returns at its end. */
  public void stop(Duration drain) {
    WorkerParts running;
    StopDeadline until;
    boolean first;
    synchronized (lifecycle) {
      first = state != State.STOPPING;
      state = State.STOPPING;
      running = parts;
      until = deadline == null ? new StopDeadline(drain) : deadline;
      deadline = until;
    }
    if (first) {
      stopEverything(running, until);
    } else {
      until.shorten(drain);
      if (running != null) {
        running.wakeStop();
      }
      awaitStopped();
    }
  }

  private void stopEverything(@Nullable WorkerParts running, StopDeadline until) {
    try {
      if (running != null) {
        log.info("Worker {} stops", settings.id());
        running.stop(until);
        listeners.each(listener -> listener.workerStopped(gauges));
      }
      // No handler runs any more, so that nobody misses what modules and backend give.
      settings.modules().forEach(WorkerEngine::close);
      if (settings.closesBackend()) {
        settings.backend().close();
      }
    } catch (SitqException e) {
      log.warn("Closing the backend of worker {}: {}", settings.id(), e.toString());
    } finally {
      stopped.countDown();
    }
  }

  private static void close(TaskModule module) {
    try {
      module.close();
    } catch (Throwable e) {
      FatalErrors.rethrow(e);
      log.warn(
          "Closing task module {} failed: {}",
          module.getClass().getName(),
          FailureText.description(e));
    }
  }

  private void awaitStopped() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it was started and is not being stopped. */
  public boolean isRunning() {
    return state == State.RUNNING;
  }

  /** What it is doing right now. */
  public WorkerGauges gauges() {
    return gauges;
  }
}
