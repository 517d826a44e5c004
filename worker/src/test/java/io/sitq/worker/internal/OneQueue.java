package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.Listeners;
import io.sitq.Task;
import io.sitq.TaskListener;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.kryo.KryoSerializer;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.InMemoryBackend;
import io.sitq.worker.ManualTime;
import io.sitq.worker.internal.HandlerCode.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What executes the tasks of the queue {@code default}, without the loops; the test fetches. */
final class OneQueue implements AutoCloseable {
  final InMemoryBackend backend = new InMemoryBackend();
  final ManualTime time = new ManualTime();
  final QueueCapacity places;
  final RunningTaskCanceller canceller;
  private final TaskQueue queue = TaskQueue.on(backend);
  private final QueueConsumer consumer = backend.consumer("default", "w-1");
  private final Timers timers = new Timers();
  private final HandlerThreads threads;
  private final TaskRunner runner;

  <T extends Task<?>> OneQueue(
      int concurrency,
      Duration grace,
      Class<T> type,
      Call handler,
      HandlerOptions options,
      TaskListener... listeners) {
    HandlerRegistry registry = new HandlerRegistry();
    registry.add(type, new HandlerCode(handler, false), options);
    KnownTasks known = registry.known(List.of(new KryoSerializer()));
    UnknownTasks unknown =
        new UnknownTasks(new UnknownTaskPolicy(Duration.ZERO, Duration.ZERO, 1), known, "w-1");
    places = new Capacity(concurrency, Map.of("default", concurrency)).of("default");
    threads = new HandlerThreads(concurrency);
    InFlight inFlight = new InFlight();
    AttemptStopper stopper = new AttemptStopper(timers, threads, grace);
    canceller = new RunningTaskCanceller(backend.cancellations(), inFlight, stopper, time);
    Shared shared =
        new Shared(
            "w-1",
            threads,
            inFlight,
            new DeliveryOpener(known, unknown),
            stopper,
            canceller,
            new TaskEvents(new Listeners(List.of(listeners)), known, "w-1"),
            new SettlementMaker("w-1", time),
            new FatalErrors(e -> {}),
            time);
    runner = new TaskRunner(shared, places, new Settler(consumer, shared));
  }

  /** Enqueues a task and takes it out again, a place for it reserved. */
  Delivery delivered(Task<?> task) throws InterruptedException {
    queue.enqueue(task, TaskOptions.defaults());
    assertThat(places.reserve(1)).isEqualTo(1);
    return consumer.fetch(1, Duration.ZERO).get(0);
  }

  void start(Delivery delivery) {
    runner.start(delivery);
  }

  /** Enqueues a task and starts it; returns its id. */
  String start(Task<?> task) throws InterruptedException {
    Delivery delivery = delivered(task);
    start(delivery);
    return delivery.id();
  }

  void cancel(String id) {
    backend.cancellations.cancel(id);
  }

  /** Waits until nothing runs any more; the handlers must be free to end. */
  @Override
  public void close() {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> places.active() == 0);
    timers.close();
    threads.close();
    backend.close();
  }
}
