package io.sitq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sitq.BackendConnectionException;
import io.sitq.BackendException;
import io.sitq.TaskListener;
import io.sitq.TaskOptions;
import io.sitq.WorkerException;
import io.sitq.WorkerGauges;
import io.sitq.spi.Settlement;
import io.sitq.worker.Tasks.Divide;
import io.sitq.worker.Tasks.Echo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starting, stopping, and going on. */
@Timeout(60)
class WorkerTest extends WorkerTestBase {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  private WorkerBuilder blocking() {
    return builder()
        .handle(
            Echo.class,
            task -> {
              begun.countDown();
              goOn.await();
              return task.text();
            });
  }

  @Test
  void starting_and_closing_twice_is_harmless_and_a_closed_worker_stays_closed() {
    List<String> heard = new CopyOnWriteArrayList<>();
    start(builder().listener(new Lifecycle(heard)).handle(Echo.class, Echo::text));
    worker.start();
    assertThat(worker.isRunning()).isTrue();
    assertThat(backend.alive).containsExactly(worker.id());
    worker.close();
    worker.close();
    assertThat(worker.isRunning()).isFalse();
    assertThat(heard).containsExactly("started", "stopped");
    assertThat(backend.alive).isEmpty();
    assertThat(backend.openConsumers).hasValue(0);
    assertThat(backend.closed).isTrue();
    assertThatThrownBy(worker::start)
        .isInstanceOf(WorkerException.class)
        .hasMessageContaining("was closed");
  }

  private record Lifecycle(List<String> heard) implements TaskListener {
    @Override
    public void workerStarted(WorkerGauges gauges) {
      heard.add("started");
    }

    @Override
    public void workerStopped(WorkerGauges gauges) {
      heard.add("stopped");
    }
  }

  @Test
  void closing_a_worker_that_never_started_frees_backend_and_modules() {
    List<String> closed = new CopyOnWriteArrayList<>();
    TaskModule module =
        new TaskModule() {
          @Override
          public void register(Handlers handlers) {
            handlers.handle(Echo.class, Echo::text);
          }

          @Override
          public void close() {
            closed.add("module, backend closed: " + backend.closed);
          }
        };
    builder().module(module).build().close();
    assertThat(closed).containsExactly("module, backend closed: false");
    assertThat(backend.closed).isTrue();
  }

  @Test
  void a_start_that_fails_stops_what_had_started_and_may_be_tried_again() {
    worker = builder().keepBackendOpen().handle(Echo.class, Echo::text).build();
    backend.down = true;
    assertThatThrownBy(worker::start).isInstanceOf(BackendConnectionException.class);
    backend.down = false;
    backend.refusesConsumers = true;
    assertThatThrownBy(worker::start).isInstanceOf(BackendException.class);
    assertThat(worker.isRunning()).isFalse();
    assertThat(backend.alive).isEmpty();
    assertThat(backend.openConsumers).hasValue(0);
    backend.refusesConsumers = false;
    worker.start();
    assertThat(value(enqueue(new Echo("x")), String.class)).isEqualTo("x");
    worker.close();
    assertThat(backend.closed).isFalse();
  }

  @Test
  void closing_lets_handlers_finish_and_takes_nothing_more() throws Exception {
    start(blocking().concurrency(1).drain(Duration.ofSeconds(30)));
    String running = enqueue(new Echo("a"));
    String waiting = enqueue(new Echo("b"));
    begun.await();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(worker::close);
    await().atMost(SOON).until(() -> !worker.isRunning());
    goOn.countDown();
    closing.get(20, TimeUnit.SECONDS);
    assertThat(settlement(running)).isInstanceOf(Settlement.Success.class);
    assertThat(backend.settlementsOf(waiting))
        .allMatch(s -> s instanceof Settlement.Release release && !release.handback());
    assertThat(backend.openConsumers).hasValue(0);
  }

  @RepeatedTest(10)
  void a_second_signal_interrupts_and_gives_tasks_back_uncharged() throws Exception {
    start(blocking().drain(Duration.ofMinutes(10)));
    String id = enqueue(new Echo("a"));
    begun.await();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(worker::close);
    await().atMost(SOON).until(() -> !worker.isRunning());
    assertThat(closing).isNotDone();
    worker.stopNow();
    closing.get(20, TimeUnit.SECONDS);
    assertThat(backend.settlementsOf(id))
        .singleElement()
        .isInstanceOfSatisfying(
            Settlement.Release.class,
            release -> {
              assertThat(release.handback()).isFalse();
              assertThat(release.delay()).isZero();
            });
  }

  @Test
  void a_handler_that_ignores_its_interrupt_does_not_hold_up_the_stop() throws Exception {
    Semaphore never = new Semaphore(0);
    start(
        builder()
            .handle(
                Echo.class,
                task -> {
                  begun.countDown();
                  never.acquireUninterruptibly();
                  return "";
                })
            .handleAsync(Divide.class, task -> new Uncancellable()));
    String stuck = enqueue(new Echo("a"));
    String stage = enqueue(new Divide(1, 1));
    begun.await();
    await().atMost(SOON).until(() -> worker.gauges().active("default") == 2);
    worker.stopNow();
    assertThat(backend.settlementsOf(stuck)).singleElement().isInstanceOf(Settlement.Release.class);
    assertThat(backend.settlementsOf(stage)).singleElement().isInstanceOf(Settlement.Release.class);
    never.release();
  }

  private static final class Uncancellable extends CompletableFuture<Integer> {
    @Override
    public boolean cancel(boolean mayInterrupt) {
      return false;
    }
  }

  @Test
  void stopping_does_not_wait_for_a_backend_that_never_answers() {
    backend.answersSettles = false;
    start(builder().handle(Echo.class, Echo::text).drain(Duration.ofMillis(100)));
    settlement(enqueue(new Echo("a")));
    worker.close();
    assertThat(backend.closed).isTrue();
  }

  @Test
  void a_fatal_error_is_told_and_its_task_is_not_settled() {
    AtomicReference<Throwable> fatal = new AtomicReference<>();
    start(
        builder()
            .onFatalError(fatal::set)
            .handle(
                Echo.class,
                task -> {
                  throw new OutOfMemoryError("thrown");
                })
            .handleAsync(
                Divide.class,
                task -> CompletableFuture.failedFuture(new InternalError("of a stage"))));
    String thrown = enqueue(new Echo("x"));
    await().atMost(SOON).untilAsserted(() -> assertThat(fatal.get()).hasMessage("thrown"));
    String failed = enqueue(new Divide(1, 1));
    await().atMost(SOON).untilAsserted(() -> assertThat(fatal.get()).hasMessage("of a stage"));
    await().atMost(SOON).until(() -> worker.gauges().active("default") == 0);
    assertThat(backend.settlementsOf(thrown)).isEmpty();
    assertThat(backend.settlementsOf(failed)).isEmpty();
  }

  @Test
  void an_outage_is_logged_once_and_the_worker_goes_on_by_itself() {
    try (LogCapture log = new LogCapture("io.sitq.worker")) {
      start(builder().handle(Echo.class, Echo::text));
      backend.down = true;
      int before = backend.fetches.get();
      backend.put(
          new io.sitq.spi.Delivery("other", "e", "other:x", "x", 1, 0, 0, List.of(), new byte[0]));
      await().atMost(SOON).until(() -> backend.fetches.get() > before + 2);
      backend.down = false;
      assertThat(value(enqueue(new Echo("x")), String.class)).isEqualTo("x");
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(log.lines()).anyMatch(l -> l.startsWith("INFO The backend is back")));
      assertThat(log.lines().stream().filter(l -> l.startsWith("WARN"))).hasSize(1);
    }
  }

  @RepeatedTest(5)
  void a_deep_queue_does_not_starve_another_one() {
    Semaphore ends = new Semaphore(0);
    WorkerBuilder two = builder().queue("deep").queue("mail").concurrency(2);
    IntStream.range(0, 300)
        .forEach(i -> enqueue(new Echo("x"), TaskOptions.defaults().queue("deep")));
    start(
        two.handle(
            Echo.class,
            task -> {
              ends.acquire();
              return "";
            }));
    await().atMost(SOON).until(() -> worker.gauges().active("deep") == 2);
    String id = enqueue(new Echo("y"), TaskOptions.defaults().queue("mail"));
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              ends.release();
              return !backend.settlementsOf(id).isEmpty();
            });
    assertThat(backend.settlements()).hasSizeLessThan(150);
    ends.release(1000);
  }

  @Test
  void no_more_tasks_run_at_once_than_allowed_and_all_of_them_run() {
    AtomicReference<String> tooMany = new AtomicReference<>();
    start(
        builder()
            .queue("a", 3)
            .queue("b")
            .concurrency(5)
            .handle(
                Echo.class,
                (task, context) -> {
                  WorkerGauges gauges = worker.gauges();
                  int a = gauges.active("a");
                  if (a > 3 || a + gauges.active("b") > 6) {
                    tooMany.set("a " + a + ", b " + gauges.active("b"));
                  }
                  return "";
                }));
    List<String> ids =
        IntStream.range(0, 1000)
            .mapToObj(
                i -> enqueue(new Echo("x"), TaskOptions.defaults().queue(i % 2 == 0 ? "a" : "b")))
            .toList();
    await().atMost(SOON).until(() -> backend.settlements().size() == ids.size());
    assertThat(tooMany).hasNullValue();
    assertThat(backend.settlements().stream().map(s -> s.delivery().id()))
        .containsExactlyInAnyOrderElementsOf(ids);
    await().atMost(SOON).until(() -> worker.gauges().active("a") == 0);
    await().atMost(SOON).until(() -> worker.gauges().active("b") == 0);
  }
}
