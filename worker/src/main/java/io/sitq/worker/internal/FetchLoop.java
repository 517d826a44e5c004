package io.sitq.worker.internal;

import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.TimeSource;
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
  static final Duration WAIT = Duration.ofSeconds(2);

  private final QueueConsumer consumer;
  private final QueueCapacity capacity;
  private final TaskRunner runner;
  private final FetchAge age;
  private boolean busy; // of the loop's thread
  private volatile boolean stopped;

  FetchLoop(QueueConsumer consumer, QueueCapacity capacity, TaskRunner runner, TimeSource time) {
    this.consumer = consumer;
    this.capacity = capacity;
    this.runner = runner;
    this.age = new FetchAge(time);
  }

  @Override
  public Duration runOnce() throws InterruptedException {
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
    List<Delivery> batch = List.of();
    try {
      batch = fetch(places, wait);
    } finally {
      capacity.giveBack(places - batch.size());
    }
    batch.forEach(this::begin);
  }

  private void fetchUnreserved() throws InterruptedException {
    age.pause();
    int places = capacity.reserveOwn(1);
    age.goOn();
    if (places == 0) {
      return;
    }
    List<Delivery> batch = List.of();
    try {
      batch = fetch(places, WAIT);
    } finally {
      capacity.giveBackOwn(places - batch.size());
    }
    for (Delivery delivery : batch) {
      age.pause();
      capacity.reserveWhole();
      age.goOn();
      begin(delivery);
    }
  }

  private List<Delivery> fetch(int max, Duration wait) {
    List<Delivery> batch = consumer.fetch(max, wait);
    age.heard();
    busy = !batch.isEmpty();
    return batch;
  }

  private void begin(Delivery delivery) {
    if (stopped) {
      runner.release(delivery);
    } else {
      runner.start(delivery);
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
