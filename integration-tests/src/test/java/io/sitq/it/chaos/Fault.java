package io.sitq.it.chaos;

import java.util.random.RandomGenerator;

/**
 * A way to break something.
 *
 * @param name as the report has it
 * @param perMinute how often it strikes; at least once in a run
 * @param strike what it does
 */
record Fault(String name, double perMinute, Strike strike) {
  /** Breaks something, and mends it too where that is part of the fault. */
  @FunctionalInterface
  interface Strike {
    /**
     * Strikes. Called by several threads at once.
     *
     * @param random of this strike alone, seeded by the plan
     * @return whether there was anything to strike
     */
    boolean strike(RandomGenerator random) throws Exception;
  }
}
