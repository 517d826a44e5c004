package io.sitq.examples;

import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.TaskTimeoutException;
import java.io.PrintStream;
import java.time.Duration;

/**
 * <b>Timeouts.</b> Two different things: how long a caller waits, after which the task goes on, and
 * how long an attempt may run, after which its handler is interrupted and the attempt has failed.
 */
public final class LimitTime {
  private LimitTime() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, LimitTime::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    TaskOptions oneSecond = TaskOptions.defaults().timeout(Duration.ofSeconds(1));
    TaskHandle<Void> handle = queue.enqueue(new Sleep(60_000), oneSecond);

    TaskResult<Void> early = handle.await(Duration.ofMillis(50));
    out.println("Ended while the caller waited: " + early.status().isTerminal());

    TaskResult<Void> result = handle.await(Duration.ofSeconds(10));
    if (result.failedWith(TaskTimeoutException.class)) {
      out.println("Timed out: " + result.error());
    }
  }
}
