package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.Listeners;
import io.sitq.TaskFailure;
import io.sitq.TaskQueue;
import io.sitq.kryo.KryoSerializer;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.Settlement;
import io.sitq.spi.TimeSource;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.InMemoryBackend;
import io.sitq.worker.Tasks.Echo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Handlers that do not yield to the interrupt of their timeout. */
class StuckHandlerTest {
  private final InMemoryBackend backend = new InMemoryBackend();
  private final QueueConsumer consumer = backend.consumer("default", "w-1");
  private final Capacity capacity = new Capacity(4, Map.of("default", 4));
  private final QueueCapacity places = capacity.of("default");
  private final Timers timers = new Timers();
  private final HandlerThreads threads = new HandlerThreads(4);
  private final Semaphore goOn = new Semaphore(0);

  private TaskRunner runner(Duration grace) {
    HandlerRegistry registry = new HandlerRegistry();
    registry.add(
        Echo.class,
        HandlerCode.blocking(
            (task, context) -> {
              goOn.acquireUninterruptibly();
              return "late";
            }),
        HandlerOptions.defaults().timeout(Duration.ofMillis(5)));
    KnownTasks known = registry.known(List.of(new KryoSerializer()));
    UnknownTasks unknown =
        new UnknownTasks(new UnknownTaskPolicy(Duration.ZERO, Duration.ZERO, 1), known, "w-1");
    Shared shared =
        new Shared(
            "w-1",
            threads,
            new InFlight(),
            new DeliveryOpener(known, unknown),
            new AttemptStopper(timers, threads, grace),
            new TaskEvents(new Listeners(List.of()), known, "w-1"),
            new SettlementMaker("w-1", TimeSource.system()),
            new FatalErrors(e -> {}),
            TimeSource.system());
    return new TaskRunner(shared, places, new Settler(consumer, shared));
  }

  private void start(TaskRunner runner) throws InterruptedException {
    TaskQueue.on(backend).enqueue(new Echo("x"));
    assertThat(places.reserve(1)).isEqualTo(1);
    Delivery delivery = consumer.fetch(1, Duration.ZERO).get(0);
    runner.start(delivery);
  }

  @AfterEach
  void close() {
    goOn.release(1000);
    timers.close();
    threads.close();
    backend.close();
  }

  @Test
  void one_is_failed_with_the_frames_where_it_hangs_and_keeps_its_place() throws Exception {
    start(runner(Duration.ofMillis(10)));
    await().until(() -> places.stuck() == 1);
    TaskFailure failure = ((Settlement.Failure) backend.settlements().get(0)).failure();
    assertThat(failure.errorType()).isEqualTo("io.sitq.TaskTimeoutException");
    assertThat(failure.error()).contains("timeout of 5 ms", "is stuck");
    assertThat(failure.traceback()).contains(getClass().getName());
    assertThat(places.active()).isEqualTo(1);
    goOn.release();
    await().until(() -> places.active() == 0);
    assertThat(places.stuck()).isZero();
    assertThat(backend.settlements()).hasSize(1);
    assertThat(places.reserve(100)).isEqualTo(4);
  }

  @RepeatedTest(50)
  void one_that_yields_as_its_grace_ends_is_settled_once_and_frees_its_place_once()
      throws Exception {
    TaskRunner runner = runner(Duration.ofMillis(1));
    for (int i = 0; i < 4; i++) {
      start(runner);
    }
    await().pollInterval(Duration.ofMillis(1)).until(() -> backend.settlements().size() >= 2);
    goOn.release(4);
    await().pollInterval(Duration.ofMillis(1)).until(() -> places.active() == 0);
    assertThat(backend.settlements()).hasSize(4);
    assertThat(places.stuck()).isZero();
    assertThat(places.reserve(100)).isEqualTo(4);
  }
}
