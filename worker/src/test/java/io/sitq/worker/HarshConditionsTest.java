package io.sitq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.BackendException;
import io.sitq.RetryPolicy;
import io.sitq.TaskEvent;
import io.sitq.TaskListener;
import io.sitq.spi.Settlement;
import io.sitq.worker.Tasks.Echo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever handlers, listeners and backends do, no place is lost and no task forgotten. */
class HarshConditionsTest extends WorkerTestBase {
  private final Semaphore goOn = new Semaphore(0);

  /** None of its methods can be called. */
  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new Error("no message");
    }

    @Override
    public String toString() {
      throw new Error("no text");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new Error("no cause");
    }
  }

  @Test
  void a_throwable_that_can_not_be_spoken_of_fails_its_task_and_frees_its_place() {
    start(
        builder()
            .concurrency(1)
            .handle(
                Echo.class,
                task -> {
                  throw new Unspeakable();
                }));
    assertThat(failure(enqueue(new Echo("a"))).errorType()).isEqualTo(Unspeakable.class.getName());
    assertThat(failure(enqueue(new Echo("b"))).error()).contains("threw java.lang.Error");
    await().until(() -> worker.gauges().active("default") == 0);
  }

  @Test
  void a_retry_rule_that_throws_such_a_one_fails_the_task() {
    start(
        builder()
            .concurrency(1)
            .handle(
                Echo.class,
                task -> {
                  throw new RetryLater(Duration.ZERO) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public Duration delay() {
                      throw new Error("no delay");
                    }
                  };
                },
                HandlerOptions.defaults().retry(RetryPolicy.never().maxAttempts(5))));
    assertThat(failure(enqueue(new Echo("a"))).error()).contains("no delay");
  }

  @Test
  void a_listener_s_error_is_not_the_task_s() {
    start(
        builder()
            .concurrency(1)
            .handle(Echo.class, Echo::text)
            .listener(
                new TaskListener() {
                  @Override
                  public void started(TaskEvent event) {
                    throw new Error("listener");
                  }

                  @Override
                  public void succeeded(TaskEvent event) {
                    throw new Error("listener");
                  }
                }));
    assertThat(value(enqueue(new Echo("a")), String.class)).isEqualTo("a");
    assertThat(value(enqueue(new Echo("b")), String.class)).isEqualTo("b");
  }

  @Test
  void a_fatal_error_on_the_thread_of_an_answer_is_told() {
    List<Throwable> told = new CopyOnWriteArrayList<>();
    OutOfMemoryError error = new OutOfMemoryError("test");
    start(
        builder()
            .onFatalError(told::add)
            .handle(Echo.class, Echo::text)
            .listener(
                new TaskListener() {
                  @Override
                  public void succeeded(TaskEvent event) {
                    throw error;
                  }
                }));
    enqueue(new Echo("a"));
    await().until(() -> told.equals(List.of(error)));
  }

  @Test
  void a_refused_settle_is_logged_with_its_cause_and_clean_names() {
    BackendException refused = new BackendException("settle", "refused", null);
    backend.answer =
        settlement -> {
          throw refused;
        };
    try (LogCapture log = new LogCapture("io.sitq.worker")) {
      start(builder().handle(Echo.class, Echo::text));
      enqueue(new Echo("a"));
      await().until(() -> log.lines().stream().anyMatch(line -> line.startsWith("ERROR")));
      assertThat(log.lines())
          .contains("ERROR What became of a task could not be stored, it will be executed again")
          .noneMatch(line -> line.contains("{}"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_backend_that_delivers_more_than_was_asked_for_loses_none(boolean contended) {
    backend.ignoresMax = true;
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(enqueue(new Echo("x" + i)));
    }
    WorkerBuilder builder =
        builder().concurrency(2).queue("default").handle(Echo.class, Echo::text);
    start(contended ? builder.queue("other") : builder);
    ids.forEach(id -> assertThat(settlement(id)).isInstanceOf(Settlement.Success.class));
    await().until(() -> worker.gauges().active("default") == 0);
    worker.close();
    assertThat(backend.waiting("default")).isZero();
    assertThat(backend.settlements()).hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void what_waits_for_a_place_when_the_worker_stops_is_given_back(boolean contended) {
    backend.ignoresMax = true;
    for (int i = 0; i < 20; i++) {
      enqueue(new Echo("x"));
    }
    WorkerBuilder builder =
        builder()
            .concurrency(1)
            .queue("default")
            .handle(
                Echo.class,
                task -> {
                  goOn.acquire();
                  return "";
                });
    start(contended ? builder.queue("other") : builder);
    await().until(() -> backend.waiting("default") == 0 && worker.gauges().active("default") == 1);
    worker.stopNow();
    assertThat(backend.settlements()).hasSize(20).allMatch(Settlement.Release.class::isInstance);
    assertThat(backend.waiting("default")).isEqualTo(20);
  }

  @Test
  void a_worker_whose_places_all_wait_for_an_answer_looks_out_of_touch() {
    ManualTime time = new ManualTime();
    backend.answersSettles = false;
    start(builder().timeSource(time).concurrency(1).handle(Echo.class, Echo::text));
    enqueue(new Echo("a"));
    await().until(() -> !backend.settlements().isEmpty());
    backend.down = true;
    await()
        .until(
            () -> {
              time.advance(Duration.ofSeconds(1));
              return worker.gauges().fetchAge("default").compareTo(Duration.ofSeconds(15)) > 0;
            });
  }
}
