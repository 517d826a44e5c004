package io.sitq.it.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Workers and producers, each started again whenever it ends. One worker is never killed: it takes
 * tasks out of the queue without poison, and shows in the end whether anything has leaked.
 */
final class Fleet implements AutoCloseable {
  /** A queue that has poison in it. */
  static final String MIXED = "mixed";

  /** A queue that has none. */
  static final String CALM = "calm";

  private static final Duration LOOK = Duration.ofMillis(200);

  private final String namespace;
  private final Duration lease;
  private final List<Slot> workers = new ArrayList<>();
  private final List<Slot> producers = new ArrayList<>();
  private final Slot survivor;
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();

  Fleet(ChaosOptions options, RedisUnderTest redis, String namespace) {
    this.namespace = namespace;
    this.lease = options.lease();
    Path directory = options.directory();
    for (int i = 0; i < options.workers(); i++) {
      String name = "w" + i;
      workers.add(
          new Slot(name, WorkerMain.class, directory, redis.link(name), List.of(MIXED, CALM)));
    }
    survivor = new Slot("s0", WorkerMain.class, directory, redis.link("s0"), List.of(CALM));
    for (int i = 0; i < options.producers(); i++) {
      String name = "p" + i;
      String rate = Integer.toString(options.tasksPerSecond() / options.producers());
      producers.add(
          new Slot(name, ProducerMain.class, directory, redis.link(name), List.of(rate, "RANDOM")));
    }
  }

  /** Starts all, and keeps them running. */
  void start() {
    all().forEach(this::ensureRunning);
    var unused =
        watch.scheduleWithFixedDelay(
            () -> all().forEach(this::ensureRunning),
            LOOK.toMillis(),
            LOOK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void ensureRunning(Slot slot) {
    try {
      slot.ensureRunning(namespace, lease);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<Slot> all() {
    return Stream.of(workers.stream(), Stream.of(survivor), producers.stream())
        .flatMap(slots -> slots);
  }

  /** Those that may be killed. */
  List<Slot> workers() {
    return workers;
  }

  Slot survivor() {
    return survivor;
  }

  List<Slot> producers() {
    return producers;
  }

  /** All workers, the survivor too. */
  List<Slot> allWorkers() {
    return Stream.concat(workers.stream(), Stream.of(survivor)).toList();
  }

  List<Link> links() {
    return all().map(Slot::link).toList();
  }

  /** The first process that is awake, from a slot on that the plan's random names; or null. */
  static @Nullable ChildProcess pick(List<Slot> slots, RandomGenerator random) {
    int first = random.nextInt(slots.size());
    for (int i = 0; i < slots.size(); i++) {
      ChildProcess process = slots.get((first + i) % slots.size()).awake();
      if (process != null) {
        return process;
      }
    }
    return null;
  }

  /**
   * Asks processes to end and starts no others in their place.
   *
   * @return those that did not end in time
   */
  static List<String> retire(List<Slot> slots, Duration most) throws InterruptedException {
    List<ChildProcess> last = new ArrayList<>();
    for (Slot slot : slots) {
      ChildProcess process = slot.retire();
      if (process != null) {
        process.terminate();
        last.add(process);
      }
    }
    List<String> late = new ArrayList<>();
    long deadline = System.nanoTime() + most.toNanos();
    for (ChildProcess process : last) {
      if (!process.awaitEnd(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
        late.add(process.name());
      }
    }
    return late;
  }

  /** How many processes there have been. */
  int processes() {
    return all().mapToInt(Slot::generations).sum();
  }

  @Override
  public void close() {
    watch.shutdownNow();
    all().forEach(Slot::close);
  }
}
