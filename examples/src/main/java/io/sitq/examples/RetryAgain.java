package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.recovery.AttemptsFailedException;
import io.sitq.recovery.CallerRetry;
import io.sitq.recovery.Recovery;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/**
 * <b>Error Recovery Strategies: Retry Logic</b>, by the caller. Each attempt is a task of its own
 * with an id of its own, enqueued after the one before has failed. The retry lives as long as this
 * process: see {@link AutomaticRetry} for one that outlives it.
 */
public final class RetryAgain {
  private RetryAgain() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, RetryAgain::run);
  }

  static void run(TaskQueue queue, PrintStream out) throws Exception {
    CallerRetry threeTimes =
        CallerRetry.fixed(Duration.ofMillis(100)).maxAttempts(3).retryOn(IOException.class);
    Recovery recovery = Recovery.on(queue).retry(threeTimes);
    try (TempFile counter = TempFile.empty();
        TempFile otherCounter = TempFile.empty()) {

      Integer runs = recovery.task(new Flaky(counter.path(), 2)).run(Duration.ofSeconds(10));
      out.println("It took " + runs + " tasks");

      try {
        recovery.task(new Flaky(otherCounter.path(), 9)).run(Duration.ofSeconds(10));
      } catch (AttemptsFailedException e) {
        out.println("Failed after " + e.attempts().size() + " attempts");
        e.attempts().forEach(attempt -> out.println(attempt.taskId() + ": " + attempt.error()));
      }
    }
  }
}
