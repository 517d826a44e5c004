package io.sitq.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sitq.TaskOptions;
import io.sitq.recovery.Tasks.Connect;
import io.sitq.recovery.Tasks.Divide;
import io.sitq.recovery.Tasks.Flaky;
import io.sitq.recovery.Tasks.Length;
import io.sitq.recovery.Tasks.Nobody;
import io.sitq.recovery.micrometer.CircuitBreakerMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CircuitBreakersIT extends OnRedis {
  private final CircuitBreakers breakers = CircuitBreakers.defaults();
  private final Recovery guarded = recovery.circuitBreaker(breakers);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThatThrownBy(() -> guarded.task(new Divide(1, 0)).run(SOON))
          .isInstanceOf(AttemptsFailedException.class);
    }
  }

  @Test
  void five_failures_in_a_row_open_the_circuit_and_nothing_is_enqueued_then() {
    fail(4);
    assertThat(breakers.state(Divide.class)).isEqualTo(CircuitState.CLOSED);
    fail(1);
    assertThat(breakers.state("divide")).isEqualTo(CircuitState.OPEN);
    long before = everEnqueued("divide");

    CircuitOpenException refused =
        catchThrowableOfType(
            CircuitOpenException.class, () -> guarded.task(new Divide(4, 2)).run(SOON));

    assertThat(refused.taskName()).isEqualTo("divide");
    assertThat(everEnqueued("divide")).isEqualTo(before).isEqualTo(5);
  }

  @Test
  void a_success_between_keeps_it_closed() {
    fail(4);
    assertThat(guarded.task(new Divide(4, 2)).run(SOON)).isEqualTo(2);
    fail(4);

    assertThat(breakers.state("divide")).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void each_type_of_task_has_a_circuit_of_its_own() {
    fail(5);

    assertThat(guarded.task(new Flaky("a", 0)).run(SOON)).isEqualTo("run 1");
    assertThat(breakers.states())
        .isEqualTo(Map.of("divide", CircuitState.OPEN, "flaky", CircuitState.CLOSED));
    assertThat(breakers.state("never-run")).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void it_half_opens_by_itself_and_a_success_closes_it() throws Exception {
    CircuitBreakers quick =
        CircuitBreakers.builder().failures(2).openFor(Duration.ofMillis(100)).build();
    Recovery calls = recovery.circuitBreaker(quick);
    int port = closedPort();
    try (LogCapture log = new LogCapture(CircuitBreakers.class.getName())) {
      for (int i = 0; i < 2; i++) {
        assertThat(calls.task(new Connect(port)).fallbackValue(false).run(SOON)).isFalse();
      }
      await().until(() -> quick.state(Connect.class) == CircuitState.HALF_OPEN);

      assertThat(calls.task(new Connect(port)).fallbackValue(false).run(SOON)).isFalse();
      assertThat(everEnqueued("connect")).isEqualTo(3);
      await().until(() -> quick.state(Connect.class) == CircuitState.HALF_OPEN);

      try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(calls.task(new Connect(server.getLocalPort())).run(SOON)).isTrue();
      }
      assertThat(quick.state(Connect.class)).isEqualTo(CircuitState.CLOSED);
      assertThat(log.lines())
          .filteredOn(line -> !line.startsWith("DEBUG"))
          .containsExactly(
              "WARN Circuit opened: too many tasks of the type failed in a row",
              "INFO Circuit closed: a task of the type succeeded");
      assertThat(log.pairs(0)).containsEntry("task", "connect");
    }
  }

  @Test
  void a_half_open_circuit_lets_one_task_through() {
    CircuitBreakers quick =
        CircuitBreakers.builder().failures(1).openFor(Duration.ofMillis(100)).build();
    Recovery calls = recovery.circuitBreaker(quick);
    assertThat(calls.task(new Divide(1, 0)).fallbackValue(0).run(SOON)).isZero();
    await().until(() -> quick.state("divide") == CircuitState.HALF_OPEN);

    CompletableFuture<Integer> first =
        calls
            .task(new Divide(4, 2), TaskOptions.defaults().delay(Duration.ofMillis(800)))
            .runAsync(SOON)
            .toCompletableFuture();
    assertThatThrownBy(() -> calls.task(new Divide(4, 2)).run(SOON))
        .isInstanceOf(CircuitOpenException.class);

    assertThat(first).succeedsWithin(SOON).isEqualTo(2);
    assertThat(calls.task(new Divide(6, 2)).run(SOON)).isEqualTo(3);
  }

  @Test
  void a_refusal_is_not_tried_again_but_goes_to_the_fallback() {
    CallerRetry tenTimes = CallerRetry.fixed(Duration.ofMillis(5)).maxAttempts(10);
    Recovery all = guarded.retry(tenTimes);

    CircuitOpenException refused =
        catchThrowableOfType(
            CircuitOpenException.class, () -> all.task(new Divide(1, 0)).run(SOON));
    assertThat(refused.getSuppressed()[0])
        .isInstanceOfSatisfying(
            AttemptsFailedException.class, earlier -> assertThat(ids(earlier)).hasSize(5));
    assertThat(everEnqueued("divide")).isEqualTo(5);

    assertThat(all.task(new Divide(1, 0)).fallbackValue(9).run(SOON)).isEqualTo(9);
    assertThat(all.task(new Divide(1, 0)).fallbackTask(new Length("abc")).run(SOON)).isEqualTo(3);
    assertThat(
            all.task(new Divide(1, 0))
                .fallbackBy(failed -> failed.failedWith(CircuitOpenException.class) ? 1 : 2)
                .runAsync(SOON)
                .toCompletableFuture())
        .succeedsWithin(SOON)
        .isEqualTo(1);
    assertThat(everEnqueued("divide")).isEqualTo(5);
  }

  @Test
  void a_task_that_does_not_end_in_time_counts_and_a_cancelled_one_does_not() {
    CircuitBreakers strict = CircuitBreakers.builder().failures(1).build();
    Recovery calls = recovery.circuitBreaker(strict);
    TaskOptions nobodys = TaskOptions.defaults().queue("nobodys");
    CompletableFuture<Integer> cancelled =
        calls
            .task(new Nobody(), nobodys.id("a"))
            .fallbackValue(0)
            .runAsync(SOON)
            .toCompletableFuture();
    await().until(() -> queue.getResult("nobodys:a").isPresent());
    queue.cancel("nobodys:a");
    assertThat(cancelled).succeedsWithin(SOON).isEqualTo(0);
    assertThat(strict.state(Nobody.class)).isEqualTo(CircuitState.CLOSED);

    assertThat(calls.task(new Nobody(), nobodys).fallbackValue(0).run(SHORT)).isZero();

    assertThat(strict.state(Nobody.class)).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void an_error_that_is_ignored_does_not_count() {
    CircuitBreakers tolerant =
        CircuitBreakers.builder().failures(1).ignore(RuntimeException.class).build();
    Recovery calls = recovery.circuitBreaker(tolerant);

    assertThat(calls.task(new Divide(1, 0)).fallbackValue(0).run(SOON)).isZero();
    assertThat(tolerant.state("divide")).isEqualTo(CircuitState.CLOSED);
    assertThat(calls.task(new Flaky("a", 1)).fallbackValue("x").run(SOON)).isEqualTo("x");
    assertThat(tolerant.state("flaky")).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void existing_tasks_are_read_while_the_circuit_is_open() throws IOException {
    fail(5);
    String id = queue.enqueue(new Divide(4, 2)).id();

    assertThat(guarded.result(id, Divide.class).run(SOON)).isEqualTo(2);
  }

  @Test
  void states_and_calls_are_meters() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new CircuitBreakerMetrics(breakers).bindTo(registry);
    fail(5);
    assertThatThrownBy(() -> guarded.task(new Divide(1, 1)).run(SOON))
        .isInstanceOf(CircuitOpenException.class);

    assertThat(registry.get("sitq.circuit.state").tags("task", "divide", "state", "open").gauge())
        .satisfies(gauge -> assertThat(gauge.value()).isEqualTo(1));
    assertThat(registry.get("sitq.circuit.state").tags("task", "divide", "state", "closed").gauge())
        .satisfies(gauge -> assertThat(gauge.value()).isZero());
    assertThat(registry.get("sitq.circuit.calls").tag("kind", "failed").timer().count())
        .isEqualTo(5);
    assertThat(registry.get("sitq.circuit.refused").counter().count()).isEqualTo(1);
    assertThat(registry.get("sitq.circuit.failure.rate").gauge().value()).isEqualTo(100);
  }
}
