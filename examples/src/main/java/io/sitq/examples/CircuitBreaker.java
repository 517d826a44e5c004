package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.recovery.AttemptsFailedException;
import io.sitq.recovery.CircuitBreakers;
import io.sitq.recovery.CircuitOpenException;
import io.sitq.recovery.CircuitState;
import io.sitq.recovery.Recovery;
import java.io.PrintStream;
import java.time.Duration;

/**
 * <b>Error Recovery Examples: Circuit Breaker Pattern.</b> After five failures in a row nothing of
 * the type is enqueued for a while; then one task is let through, and its success closes the
 * circuit. Give one {@code CircuitBreakers} to all callers of a process.
 */
public final class CircuitBreaker {
  private CircuitBreaker() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, CircuitBreaker::run);
  }

  static void run(TaskQueue queue, PrintStream out) throws Exception {
    CircuitBreakers breakers =
        CircuitBreakers.builder().failures(5).openFor(Duration.ofSeconds(2)).build();
    Recovery recovery = Recovery.on(queue).circuitBreaker(breakers);
    try (TempFile counter = TempFile.empty()) {
      Flaky failsFiveTimes = new Flaky(counter.path(), 5);
      for (int call = 1; call <= 6; call++) {
        out.println("Call " + call + ": " + outcome(recovery, failsFiveTimes));
      }
      while (breakers.state(Flaky.class) == CircuitState.OPEN) {
        Thread.sleep(50);
      }
      out.println("Call 7: " + outcome(recovery, failsFiveTimes));
      out.println("The circuit is " + breakers.state(Flaky.class));
    }
  }

  static String outcome(Recovery recovery, Flaky task) {
    try {
      return "succeeded in run " + recovery.task(task).run(Duration.ofSeconds(10));
    } catch (CircuitOpenException e) {
      return "refused, nothing was enqueued";
    } catch (AttemptsFailedException e) {
      return "failed";
    }
  }
}
