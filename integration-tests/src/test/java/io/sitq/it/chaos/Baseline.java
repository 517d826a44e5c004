package io.sitq.it.chaos;

import java.util.OptionalInt;

/**
 * What a process holds: taken of the worker that nobody kills, before the storm and after.
 *
 * @param threads of the system, those of handlers left out; empty where it does not say
 * @param connections as Redis counts them
 */
record Baseline(OptionalInt threads, int connections) {
  /** JIT and GC threads that come with load. */
  private static final int SOME_THREADS = 6;

  /** For commands, notifications, the reader of its queue and leases; made when first needed. */
  private static final int CONNECTIONS_OF_A_WORKER = 4;

  static Baseline of(Fleet fleet, RedisUnderTest redis) {
    ChildProcess survivor = fleet.survivor().awake();
    if (survivor == null || fleet.survivor().generations() > 1) {
      throw new IllegalStateException("the worker that nobody kills has ended: see its log");
    }
    return new Baseline(survivor.threads(), redis.connections("s0"));
  }

  /** Whether nothing has grown since {@code before}. */
  boolean isBackTo(Baseline before) {
    return connections <= Math.max(before.connections, CONNECTIONS_OF_A_WORKER)
        && (threads.isEmpty()
            || before.threads.isEmpty()
            || threads.getAsInt() <= before.threads.getAsInt() + SOME_THREADS);
  }

  @Override
  public String toString() {
    return (threads.isPresent() ? threads.getAsInt() + " threads, " : "")
        + connections
        + " connections";
  }
}
