package io.sitq.cli;

import static io.sitq.cli.BenchFigures.Figure.BACKLOG_RATIO;
import static io.sitq.cli.BenchFigures.Figure.ENQUEUE_BATCH;
import static io.sitq.cli.BenchFigures.Figure.ENQUEUE_SINGLE;
import static io.sitq.cli.BenchFigures.Figure.PENDING_BYTES;
import static io.sitq.cli.BenchFigures.Figure.PROCESS;
import static io.sitq.cli.BenchFigures.Figure.RESULT_BYTES;
import static io.sitq.cli.BenchFigures.Figure.ROUNDTRIP_P50;
import static io.sitq.cli.BenchFigures.Figure.ROUNDTRIP_P99;

import io.sitq.AsyncTaskQueue;
import io.sitq.TaskOptions;
import io.sitq.TaskResult;
import io.sitq.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures a producer and a worker in one process. Time is taken around whole calls; how far the
 * worker is, and how much memory it takes, is asked of Redis.
 */
final class Bench {
  private static final int BATCH = 1000;
  private static final int IN_FLIGHT = 100;
  private static final int SLICES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TaskOptions OPTIONS = TaskOptions.defaults().queue(BenchSpace.QUEUE);

  private final BenchSpace space;
  private final BenchPlan plan;
  private final Consumer<String> progress;

  /** {@code progress} is told what is being done. */
  Bench(BenchSpace space, BenchPlan plan, Consumer<String> progress) {
    this.space = space;
    this.plan = plan;
    this.progress = progress;
  }

  BenchFigures run() {
    progress.accept("Warming up with rounds that do not count: " + plan.warmUps());
    for (int i = 1; i <= plan.warmUps(); i++) {
      round("Warm-up " + i + " of " + plan.warmUps(), new BenchFigures());
    }
    BenchFigures figures = new BenchFigures();
    for (int i = 1; i <= plan.rounds(); i++) {
      round("Round " + i + " of " + plan.rounds(), figures);
    }
    for (int i = 1; plan.backlog() > 0 && i <= plan.rounds(); i++) {
      figures.add(BACKLOG_RATIO, backlogRatio("Backlog " + i + " of " + plan.rounds()));
    }
    return figures;
  }

  private void round(String name, BenchFigures figures) {
    long memoryBefore = space.redis().restingMemory();
    double batch = enqueueBatches(plan.tasks());
    double pendingBytes = bytesPerTask(memoryBefore);
    double process = process();
    double resultBytes = bytesPerTask(memoryBefore);
    space.redis().clear();
    double single = enqueueSingles();
    space.redis().clear();
    long[] tripNanos = roundTrips();
    space.redis().clear();
    figures.add(ENQUEUE_BATCH, batch);
    figures.add(ENQUEUE_SINGLE, single);
    figures.add(PROCESS, process);
    figures.add(ROUNDTRIP_P50, tripNanos[tripNanos.length / 2] / 1e6);
    figures.add(ROUNDTRIP_P99, tripNanos[tripNanos.length * 99 / 100] / 1e6);
    figures.add(PENDING_BYTES, pendingBytes);
    figures.add(RESULT_BYTES, resultBytes);
    progress.accept(
        String.format(
            Locale.ROOT,
            "%s: enqueued %,.0f/s, singly %,.0f/s; processed %,.0f/s; round trip %.3f ms",
            name,
            batch,
            single,
            process,
            tripNanos[tripNanos.length / 2] / 1e6));
  }

  /** Tasks a second of blocking calls with a thousand tasks each. */
  private double enqueueBatches(int tasks) {
    long begin = System.nanoTime();
    for (int from = 0; from < tasks; from += BATCH) {
      space
          .queue()
          .enqueueAll(
              IntStream.range(from, Math.min(tasks, from + BATCH))
                  .mapToObj(BenchDivide::of)
                  .toList(),
              OPTIONS);
    }
    return perSecond(tasks, begin);
  }

  /** Tasks a second of calls with one task each: a hundred, and when all are done the next. */
  private double enqueueSingles() {
    AsyncTaskQueue queue = space.queue().async();
    int tasks = plan.singles();
    long begin = System.nanoTime();
    for (int from = 0; from < tasks; from += IN_FLIGHT) {
      Stages.join(
          CompletableFuture.allOf(
              IntStream.range(from, Math.min(tasks, from + IN_FLIGHT))
                  .mapToObj(i -> queue.enqueue(BenchDivide.of(i), OPTIONS).toCompletableFuture())
                  .toArray(CompletableFuture<?>[]::new)));
    }
    return perSecond(tasks, begin);
  }

  /** Tasks a second, from the worker's start until the last one of a queue has its result. */
  private double process() {
    Worker worker = space.newWorker();
    try {
      long begin = System.nanoTime();
      worker.start();
      space.redis().awaitWaiting(left -> left == 0);
      double rate = perSecond(plan.tasks(), begin);
      requireSucceeded(plan.tasks());
      return rate;
    } finally {
      worker.close();
    }
  }

  /** How long one task takes from its enqueueing to its result, one after the other; sorted. */
  private long[] roundTrips() {
    Worker worker = space.newWorker();
    try {
      worker.start();
      int warmUp = plan.trips() / 2;
      long[] nanos = new long[plan.trips()];
      for (int i = -warmUp; i < nanos.length; i++) {
        long begin = System.nanoTime();
        TaskResult<Integer> result =
            space.queue().enqueue(BenchDivide.of(warmUp + i), OPTIONS).await(PATIENCE);
        long elapsedNanos = System.nanoTime() - begin;
        if (!result.isSuccess()) {
          throw new IllegalStateException("a task did not succeed: " + result);
        }
        if (i >= 0) {
          nanos[i] = elapsedNanos;
        }
      }
      Arrays.sort(nanos);
      return nanos;
    } finally {
      worker.close();
    }
  }

  /** The rate while many tasks wait, of the rate while a hundredth of them does. */
  private double backlogRatio(String name) {
    double rateOfFew = rateWith(plan.shortBacklog());
    double rateOfMany = rateWith(plan.backlog());
    progress.accept(
        String.format(
            Locale.ROOT,
            "%s: processed %,.0f/s with %,d waiting, %,.0f/s with %,d waiting",
            name,
            rateOfFew,
            plan.shortBacklog(),
            rateOfMany,
            plan.backlog()));
    return rateOfMany / rateOfFew;
  }

  /**
   * The median rate of several slices during each of which no fewer tasks than these wait. As many
   * as nearly a third of the long queue come and go before, uncounted: that is how long Redis moves
   * its table of keys to a larger place after the filling, of which a queue at rest knows nothing.
   */
  private double rateWith(int depth) {
    int uncounted = 3 * plan.backlog() / 10;
    enqueueBatches(depth + uncounted);
    double unused = rateOfSlice(depth, uncounted);
    int slice = 2 * plan.shortBacklog();
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < SLICES; i++) {
      enqueueBatches((int) (depth + slice - space.redis().waiting()));
      rates.add(rateOfSlice(depth, slice));
    }
    space.redis().clear();
    return BenchFigures.median(rates);
  }

  /** Tasks a second between a fifth and the end of a slice, so without the worker's start. */
  private double rateOfSlice(int depth, int slice) {
    Worker worker = space.newWorker();
    try {
      worker.start();
      long first = space.redis().awaitWaiting(left -> left <= depth + slice - slice / 5);
      long begin = System.nanoTime();
      long last = space.redis().awaitWaiting(left -> left <= depth);
      return perSecond(first - last, begin);
    } finally {
      worker.close();
    }
  }

  private double bytesPerTask(long memoryBefore) {
    return (double) (space.redis().usedMemory() - memoryBefore) / plan.tasks();
  }

  private void requireSucceeded(long tasks) {
    long succeeded = space.redis().succeeded();
    if (succeeded != tasks) {
      throw new IllegalStateException(
          "of " + tasks + " tasks " + succeeded + " succeeded: the figures would mean nothing");
    }
  }

  private static double perSecond(long tasks, long beginNanos) {
    return tasks * 1e9 / Math.max(1, System.nanoTime() - beginNanos);
  }
}
