package io.sitq.it.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** What strikes when: decided by the seed before anything runs. */
final class ChaosPlan {
  private final List<Planned> strikes = new ArrayList<>();

  /**
   * One strike.
   *
   * @param atMillis since the storm began
   * @param seed for whom it strikes, and how hard
   */
  record Planned(long atMillis, Fault fault, long seed) {}

  /** Each fault strikes as often as it says, once in each of as many equal parts of the storm. */
  ChaosPlan(long seed, Duration storm, List<Fault> faults) {
    Random random = new Random(seed);
    for (Fault fault : faults) {
      long count = Math.max(1, Math.round(fault.perMinute() * storm.toMillis() / 60_000.0));
      double part = (double) storm.toMillis() / count;
      for (int i = 0; i < count; i++) {
        long at = (long) ((i + random.nextDouble()) * part);
        strikes.add(new Planned(at, fault, random.nextLong()));
      }
    }
    strikes.sort(Comparator.comparingLong(Planned::atMillis));
  }

  List<Planned> strikes() {
    return strikes;
  }
}
