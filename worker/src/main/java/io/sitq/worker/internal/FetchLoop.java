package io.sitq.worker.internal;

import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import java.time.Duration;
import java.util.List;

/**
 * Takes tasks out of one queue while there is room for them, and hands them to the runner.
 *
 * <p>A place of the worker's is never held by a queue that only waits, if another queue could use
 * it. So a queue of a contended worker waits with nothing, for one task, which then is first in the
 * line for a place; and while tasks keep coming, it reserves first and asks without waiting.
 */
final class FetchLoop implements BackgroundLoop.Pass {
  /** How many tasks are asked for at most. */
  static final int MAX_BATCH = 100;

  /** How long one fetch waits for a task. */
  static final Duration WAIT = Duration.ofSeconds(5);

  private final QueueConsumer consumer;
  private final QueueCapacity capacity;
  private final TaskRunner runner;
  private final FetchAge age;
  private boolean busy; // of the loop's thread
  private volatile boolean stopped;

  FetchLoop(QueueConsumer consumer, QueueCapacity capacity, TaskRunner runner, FetchAge age) {
    this.consumer = consumer;
    this.capacity = capacity;
    this.runner = runner;
    this.age = age;
  }

  @Override
  public Duration runOnce() throws InterruptedException {
    age.pause();
    runner.awaitOpen();
    age.goOn();
    capacity.resize();
    if (!capacity.isContended()) {
      fetchReserved(WAIT);
    } else if (busy) {
      fetchReserved(Duration.ZERO);
    } else {
      fetchUnreserved();
    }
    return Duration.ZERO;
  }

  private void fetchReserved(Duration wait) throws InterruptedException {
    age.pause();
    int places = capacity.reserve(MAX_BATCH);
    age.goOn();
    if (places == 0) {
      return;
    }
    List<Attempt> batch = List.of();
    try {
      batch = fetch(places, wait);
    } finally {
      capacity.giveBack(Math.max(0, places - batch.size()));
    }
    for (int i = 0; i < batch.size(); i++) {
      if (i >= places) {
        await(() -> capacity.reserve(1)); // more than was asked for: none is lost for that
      }
      begin(batch.get(i));
    }
  }

  private void fetchUnreserved() throws InterruptedException {
    age.pause();
    int places = capacity.reserveOwn(1);
    age.goOn();
    if (places == 0) {
      return;
    }
    List<Attempt> batch = List.of();
    try {
      batch = fetch(places, WAIT);
    } finally {
      capacity.giveBackOwn(Math.max(0, places - batch.size()));
    }
    for (int i = 0; i < batch.size(); i++) {
      if (i >= places) {
        await(() -> capacity.reserve(1));
      } else {
        await(capacity::reserveWhole);
      }
      begin(batch.get(i));
    }
  }

  /** A wait for room, which the stop ends; nobody waits after it. */
  @FunctionalInterface
  private interface Reservation {
    Object await() throws InterruptedException;
  }

  private void await(Reservation room) {
    age.pause();
    while (!stopped) {
      try {
        Object unused = room.await();
        break;
      } catch (InterruptedException e) {
        // a stray one: what was fetched must still begin
      }
    }
    age.goOn();
  }

  /** What is fetched is held at once, before anything else may wait or fail. */
  private List<Attempt> fetch(int max, Duration wait) {
    List<Delivery> batch = consumer.fetch(max, wait);
    age.heard();
    busy = !batch.isEmpty();
    return batch.stream().map(runner::take).toList();
  }

  private void begin(Attempt attempt) {
    if (stopped) {
      runner.release(attempt);
    } else {
      runner.start(attempt);
    }
  }

  /** Fetches no more, and gives back what a fetch that is under way still brings. */
  void stop() {
    stopped = true;
    consumer.wakeUp();
  }

  /** How long ago the backend was last heard of, not counting waits for room. */
  Duration age() {
    return age.get();
  }
}
