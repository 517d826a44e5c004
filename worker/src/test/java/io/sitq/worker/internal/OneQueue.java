package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.Listeners;
import io.sitq.Task;
import io.sitq.TaskListener;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.kryo.KryoSerializer;
import io.sitq.seal.Sealing;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.InMemoryBackend;
import io.sitq.worker.ManualTime;
import io.sitq.worker.internal.HandlerCode.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What executes the tasks of the queue {@code default}, without the loops; the test fetches. */
final class OneQueue implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(30);

  final InMemoryBackend backend = new InMemoryBackend();
  final ManualTime time = new ManualTime();
  final QueueCapacity places;
  final RunningTaskCanceller canceller;
  final LeaseKeeper keeper;
  final StartGate gate;
  private final TaskQueue queue = TaskQueue.on(backend);
  private final QueueConsumer consumer = backend.consumer("default", "w-1");
  final FatalErrors fatalErrors;
  final List<Throwable> fatal = new CopyOnWriteArrayList<>();
  private final Timers timers;
  private final HandlerThreads threads;
  private final TaskRunner runner;

  <T extends Task<?>> OneQueue(
      int concurrency,
      Duration grace,
      Class<T> type,
      Call handler,
      HandlerOptions options,
      TaskListener... listeners) {
    fatalErrors = new FatalErrors(fatal::add);
    timers = new Timers(fatalErrors);
    HandlerRegistry registry = new HandlerRegistry();
    registry.add(type, new HandlerCode(handler, false), options);
    KnownTasks known = registry.known(List.of(new KryoSerializer()));
    UnknownTasks unknown =
        new UnknownTasks(new UnknownTaskPolicy(Duration.ZERO, Duration.ZERO, 1), known, "w-1");
    places = new Capacity(concurrency, Map.of("default", concurrency), time).of("default");
    threads = new HandlerThreads();
    gate = new StartGate(concurrency, threads);
    InFlight inFlight = new InFlight();
    AttemptStopper stopper = new AttemptStopper(timers, threads, grace, fatalErrors);
    canceller =
        new RunningTaskCanceller(backend.cancellations(), inFlight, stopper, fatalErrors, time);
    Shared shared =
        new Shared(
            "w-1",
            threads,
            inFlight,
            gate,
            new Unanswered(),
            new LeaseTimes(LEASE),
            new DeliveryOpener(known, Sealing.none(), unknown),
            stopper,
            canceller,
            new TaskEvents(new Listeners(List.of(listeners)), known, "w-1"),
            new SettlementMaker(known, "w-1", time),
            Sealing.none(),
            new LastAnswer(time),
            fatalErrors,
            time);
    keeper = new LeaseKeeper(shared, Map.of("default", consumer));
    runner = new TaskRunner(shared, places, new Settler(consumer, shared));
  }

  /** Enqueues a task and takes it out again, a place for it reserved. */
  Delivery delivered(Task<?> task) throws InterruptedException {
    assertThat(places.reserve(1)).isEqualTo(1);
    return takenOut(task);
  }

  /** Enqueues a task and takes it out again, whether there is a place for it or not. */
  Delivery takenOut(Task<?> task) throws InterruptedException {
    queue.enqueue(task, TaskOptions.defaults());
    return consumer.fetch(1, Duration.ZERO).get(0);
  }

  /** Puts a delivery that some workers have died with, a place for it reserved, and starts it. */
  String startSuspect(Task<?> task, int crashes) throws InterruptedException {
    Delivery d = delivered(task);
    Delivery suspect =
        new Delivery(
            d.queue(),
            d.entryId(),
            d.id(),
            d.task(),
            d.attempt(),
            crashes,
            d.handbacks(),
            d.errors(),
            d.envelope());
    start(suspect);
    return d.id();
  }

  /** Takes a delivery without starting it. */
  Attempt take(Delivery delivery) {
    return runner.take(delivery);
  }

  void start(Attempt attempt) {
    runner.start(attempt);
  }

  void start(Delivery delivery) {
    runner.start(runner.take(delivery));
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
