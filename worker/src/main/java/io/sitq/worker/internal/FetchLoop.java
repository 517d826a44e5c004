package io.sitq.worker.internal;

import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes tasks out of one queue while there is room for them, and hands them to the runner.
 *
 * <p>A place of the worker's is never held by a queue that only waits, if another queue could use
 * it. So a queue of a contended worker waits with nothing, for one task, which then stands in line
 * for its start with a place that is borrowed; and while tasks keep coming, it reserves first and
 * asks without waiting.
 */
final class FetchLoop implements BackgroundLoop.Pass {
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
    int places = capacity.reserve(capacity.mostAtOnce());
    age.goOn();
    if (places > 0) {
      Taken taken = new Taken(places, true);
      try {
        fetch(places, wait, taken);
      } finally {
        capacity.giveBack(taken.places);
      }
    }
  }

  private void fetchUnreserved() throws InterruptedException {
    age.pause();
    int places = capacity.reserveOwn(1);
    age.goOn();
    if (places > 0) {
      Taken taken = new Taken(places, false);
      try {
        fetch(places, WAIT, taken);
      } finally {
        capacity.giveBackOwn(taken.places);
      }
    }
  }

  private void fetch(int max, Duration wait, Taken taken) {
    consumer.fetch(max, wait, taken);
    age.heard();
    busy = taken.any;
  }

  /**
   * What one fetch brings. All of it is held at once, and stands in line for its start; for what
   * has no place, one is borrowed. Used by the thread that brings it, and when the fetch has
   * returned by the loop's.
   */
  private final class Taken implements Consumer<List<Delivery>> {
    private final boolean whole;
    private int places;
    private boolean any;

    /**
     * With so many places.
     *
     * @param whole whether they are the worker's too, not of the queue's own limit alone
     */
    Taken(int places, boolean whole) {
      this.places = places;
      this.whole = whole;
    }

    @Override
    public void accept(List<Delivery> batch) {
      any = true;
      List<Attempt> attempts = batch.stream().map(runner::take).toList();
      int placed = Math.min(places, attempts.size());
      places -= placed;
      int without = attempts.size() - placed;
      capacity.borrow(without, whole ? without : attempts.size());
      attempts.forEach(FetchLoop.this::begin);
    }
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
