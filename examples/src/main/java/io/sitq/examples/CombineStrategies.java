package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.recovery.CallerRetry;
import io.sitq.recovery.CircuitBreakers;
import io.sitq.recovery.Recovery;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/**
 * <b>Combining Strategies.</b> In whatever order they are set, a fallback goes around the retry,
 * and the retry around the circuit breaker. A refusal by the open circuit is not tried again but
 * goes to the fallback at once.
 */
public final class CombineStrategies {
  private CombineStrategies() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, CombineStrategies::run);
  }

  static void run(TaskQueue queue, PrintStream out) throws Exception {
    CircuitBreakers breakers = CircuitBreakers.defaults();
    Recovery recovery =
        Recovery.on(queue)
            .retry(CallerRetry.exponential(Duration.ofMillis(50)).retryOn(IOException.class))
            .circuitBreaker(breakers);
    try (TempFile copy = TempFile.of("yesterday's page")) {
      for (int call = 1; call <= 3; call++) { // of 3, 2 and no tasks: the fifth opens the circuit
        String page =
            recovery
                .task(new FetchUrl("http://localhost:1/"))
                .fallbackTask(new ReadFile(copy.path()))
                .fallbackValue("no page today")
                .run(Duration.ofSeconds(10));
        out.println(page + ", the circuit is " + breakers.state(FetchUrl.class));
      }
    }
  }
}
