package io.sitq.it.chaos;

import io.sitq.testkit.fault.FaultyProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** What happens between one process and Redis, where a proxy stands between them. */
final class NetworkFaults {
  private static final int SLOW_MILLIS = 2000;

  private final Fleet fleet;
  private final List<Slot> slots;
  private final Duration lease;
  private final Casualties casualties;

  NetworkFaults(Fleet fleet, Duration lease, Casualties casualties) {
    this.fleet = fleet;
    this.slots = fleet.allWorkers();
    this.lease = lease;
    this.casualties = casualties;
  }

  List<Fault> faults() {
    if (fleet.links().stream().anyMatch(link -> link.breakable().isEmpty())) {
      return List.of();
    }
    return List.of(
        new Fault("replies lost", 6, this::loseReplies),
        new Fault("connections cut", 2, this::cut),
        new Fault("worker cut off from Redis", 1.5, this::cutOff),
        new Fault("slow replies", 1, this::slow));
  }

  private FaultyProxy proxy(RandomGenerator random) {
    List<Link> links = fleet.links();
    return links.get(random.nextInt(links.size())).breakable().orElseThrow();
  }

  private boolean loseReplies(RandomGenerator random) {
    proxy(random).loseReplies(1 + random.nextInt(4));
    return true;
  }

  private boolean cut(RandomGenerator random) {
    proxy(random).cut();
    return true;
  }

  private boolean cutOff(RandomGenerator random) throws InterruptedException {
    Slot slot = slots.get(random.nextInt(slots.size()));
    ChildProcess victim = slot.awake();
    FaultyProxy proxy = slot.link().breakable().orElseThrow();
    if (victim == null) {
      return false;
    }
    casualties.add(victim.name());
    proxy.swallow(true);
    TimeUnit.MILLISECONDS.sleep(lease.toMillis() / 2 + random.nextLong(2 * lease.toMillis()));
    proxy.swallow(false);
    proxy.cut();
    return true;
  }

  private boolean slow(RandomGenerator random) throws InterruptedException {
    FaultyProxy proxy = proxy(random);
    long millis = 10 + random.nextLong(100);
    proxy.changeReplies(
        piece -> {
          try {
            TimeUnit.MILLISECONDS.sleep(millis);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return piece;
        });
    TimeUnit.MILLISECONDS.sleep(SLOW_MILLIS);
    proxy.changeReplies(UnaryOperator.identity());
    return true;
  }
}
