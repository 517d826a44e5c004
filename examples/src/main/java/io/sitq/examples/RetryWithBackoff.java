package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.recovery.AttemptsFailedException;
import io.sitq.recovery.CallerRetry;
import io.sitq.recovery.Recovery;
import java.io.PrintStream;
import java.time.Duration;

/**
 * <b>Error Recovery Examples: Retry with Exponential Backoff.</b> Nothing is enqueued: a task that
 * exists is read again, after delays that double. While it is on its way the delay is spent waiting
 * for its end, so that a value comes at once.
 */
public final class RetryWithBackoff {
  private RetryWithBackoff() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, RetryWithBackoff::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    String succeeds = queue.enqueue(new CountPrimes(100_000)).id();
    String fails = queue.enqueue(new CountPrimes(-1)).id();

    out.println("Primes: " + primes(queue, succeeds));
    try {
      primes(queue, fails);
    } catch (AttemptsFailedException e) {
      out.println("Read " + e.attempts().size() + " times: " + e.status());
    }
  }

  /** Reads at once, then after 50, 100, 200, 400 and 800 ms. */
  static Integer primes(TaskQueue queue, String taskId) {
    CallerRetry backoff = CallerRetry.exponential(Duration.ofMillis(50)).maxAttempts(6);
    return Recovery.on(queue).retry(backoff).result(taskId, CountPrimes.class).run(Duration.ZERO);
  }
}
