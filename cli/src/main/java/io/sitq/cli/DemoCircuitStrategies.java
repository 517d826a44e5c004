package io.sitq.cli;

import static io.sitq.cli.DemoCallerStrategies.outcome;
import static io.sitq.cli.DemoStrategy.caller;

import io.sitq.Task;
import io.sitq.TaskEvent;
import io.sitq.TaskListener;
import io.sitq.TaskQueue;
import io.sitq.recovery.CallerRetry;
import io.sitq.recovery.CircuitBreakers;
import io.sitq.recovery.CircuitState;
import io.sitq.recovery.Recovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What a caller does about a type of task that fails all the time. */
final class DemoCircuitStrategies {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration OPEN_FOR = Duration.ofSeconds(1);

  private DemoCircuitStrategies() {}

  static List<DemoStrategy> all() {
    return List.of(
        caller(
            "Circuit breaker",
            DemoCircuitStrategies::circuitBreaker,
            "5 failed, then refused, OPEN; half-opened by itself, value 6, CLOSED"),
        caller(
            "Fallback around retry around breaker",
            DemoCircuitStrategies::composition,
            "value no page of 3 tasks, value no page of 2 tasks, value no page of 0 tasks, OPEN"));
  }

  private static String circuitBreaker(DemoStage stage) throws Exception {
    CircuitBreakers breakers = CircuitBreakers.builder().failures(5).openFor(OPEN_FOR).build();
    Recovery guarded = Recovery.on(stage.queue()).circuitBreaker(breakers);
    Task<Object> failsFiveTimes = stage.flaky(5);
    int failed = 0;
    for (int call = 1; call <= 5; call++) {
      failed += outcome(guarded.task(failsFiveTimes)).startsWith("failed") ? 1 : 0;
    }
    String sixth = outcome(guarded.task(failsFiveTimes));
    CircuitState then = breakers.state("flaky");
    while (breakers.state("flaky") == CircuitState.OPEN) {
      Thread.sleep(10);
    }
    String halfOpen = outcome(guarded.task(failsFiveTimes));
    return failed
        + " failed, then "
        + sixth
        + ", "
        + then
        + "; half-opened by itself, "
        + halfOpen
        + ", "
        + breakers.state("flaky");
  }

  private static String composition(DemoStage stage) {
    CircuitBreakers breakers = CircuitBreakers.defaults();
    AtomicInteger enqueued = new AtomicInteger();
    TaskListener counter =
        new TaskListener() {
          @Override
          public void enqueued(TaskEvent event) {
            enqueued.incrementAndGet();
          }
        };
    List<String> calls = new ArrayList<>();
    try (TaskQueue counted = stage.queue(counter)) {
      Recovery recovery =
          Recovery.on(counted).retry(CallerRetry.exponential(SHORT)).circuitBreaker(breakers);
      for (int call = 1; call <= 3; call++) { // the fifth failure in a row opens the circuit
        int before = enqueued.get();
        Task<Object> task = stage.tasks().fetchUrl(stage.closedUrl());
        String outcome = outcome(recovery.task(task).fallbackValue("no page"));
        calls.add(outcome + " of " + (enqueued.get() - before) + " tasks");
      }
    }
    return String.join(", ", calls) + ", " + breakers.state("fetch-url");
  }
}
