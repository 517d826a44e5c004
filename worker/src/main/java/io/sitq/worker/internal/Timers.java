package io.sitq.worker.internal;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Calls back after a time, on one thread that must not be held. Only attempts with a timeout. */
final class Timers {
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread made = new Thread(task, "sitq-timers");
            made.setDaemon(true);
            return made;
          });

  private final FatalErrors fatalErrors;

  Timers(FatalErrors fatalErrors) {
    this.fatalErrors = fatalErrors;
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  Future<?> after(Duration delay, Runnable call) {
    return thread.schedule(
        fatalErrors.watched("A timer", call), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  void close() {
    thread.shutdown();
  }
}
