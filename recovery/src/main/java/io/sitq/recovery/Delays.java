package io.sitq.recovery;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The one daemon thread that starts attempts when their delay is over; every call of the process
 * shares it. It sends and never waits, so one is enough. It exists from the first delay on and does
 * not keep the JVM alive.
 */
final class Delays {
  static final ScheduledExecutorService SCHEDULER = scheduler();

  private Delays() {}

  private static ScheduledExecutorService scheduler() {
    ScheduledThreadPoolExecutor scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "sitq-recovery");
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setRemoveOnCancelPolicy(true);
    return scheduler;
  }
}
