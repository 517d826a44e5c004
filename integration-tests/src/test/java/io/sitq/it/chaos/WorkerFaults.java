package io.sitq.it.chaos;

import io.sitq.it.chaos.ChaosTask.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** What happens to processes: signals, and poison from within. */
final class WorkerFaults {
  static final String FREEZE = "worker frozen beyond its lease";

  /** How much longer than its drain a worker may take to end, on a machine under such load. */
  private static final Duration END = WorkerMain.DRAIN.plusSeconds(15);

  private final Fleet fleet;
  private final Duration lease;
  private final Casualties casualties;
  private final Findings findings;
  private final Sender poisoner;
  private final AtomicInteger poisoned = new AtomicInteger();

  WorkerFaults(
      Fleet fleet, Duration lease, Casualties casualties, Findings findings, Sender poisoner) {
    this.fleet = fleet;
    this.lease = lease;
    this.casualties = casualties;
    this.findings = findings;
    this.poisoner = poisoner;
  }

  List<Fault> faults() {
    return List.of(
        new Fault("worker killed", 11, this::kill),
        new Fault("all workers killed at once", 0.3, this::killAll),
        new Fault(FREEZE, 4, this::freeze),
        new Fault("worker terminated", 2, this::terminate),
        new Fault("worker killed while it drains", 1, this::killDraining),
        new Fault("producer killed", 1, this::killProducer),
        new Fault("poison sent", 2, this::poison));
  }

  private boolean kill(RandomGenerator random) {
    return kill(Fleet.pick(fleet.workers(), random));
  }

  private boolean kill(@org.jspecify.annotations.Nullable ChildProcess victim) {
    if (victim == null) {
      return false;
    }
    casualties.killed(victim.name());
    victim.kill();
    return true;
  }

  private boolean killAll(RandomGenerator random) {
    boolean any = false;
    for (Slot slot : fleet.workers()) {
      any |= kill(slot.awake());
    }
    return any;
  }

  private boolean freeze(RandomGenerator random) throws Exception {
    List<Slot> slots = fleet.allWorkers();
    int first = random.nextInt(slots.size());
    long millis = (long) (lease.toMillis() * (1.4 + random.nextDouble()));
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get((first + i) % slots.size());
      ChildProcess victim = slot.freeze();
      if (victim != null) {
        casualties.add(victim.name());
        TimeUnit.MILLISECONDS.sleep(millis);
        slot.thaw(victim);
        return true;
      }
    }
    return false;
  }

  private boolean terminate(RandomGenerator random) throws InterruptedException {
    ChildProcess victim = Fleet.pick(fleet.workers(), random);
    if (victim == null) {
      return false;
    }
    casualties.add(victim.name()); // Redis may be away while it gives back
    victim.terminate();
    long frozenMillis = (long) (lease.toMillis() * 2.4);
    if (!victim.awaitEnd(END.plusMillis(frozenMillis))) {
      findings.add("worker " + victim.name() + " did not end on SIGTERM within " + END);
      victim.kill();
    }
    return true;
  }

  private boolean killDraining(RandomGenerator random) throws InterruptedException {
    ChildProcess victim = Fleet.pick(fleet.workers(), random);
    if (victim == null) {
      return false;
    }
    victim.terminate();
    TimeUnit.MILLISECONDS.sleep(random.nextLong(200));
    return kill(victim);
  }

  private boolean killProducer(RandomGenerator random) {
    return kill(Fleet.pick(fleet.producers(), random));
  }

  private boolean poison(RandomGenerator random) {
    poisoner.send(Fleet.MIXED, new ChaosTask(poisoned.incrementAndGet(), Kind.POISON, 0));
    return true;
  }
}
