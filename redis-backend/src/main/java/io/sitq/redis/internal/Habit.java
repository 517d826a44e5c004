package io.sitq.redis.internal;

/**
 * Whether this client waits for most of what it enqueues, as the callers of a remote procedure do.
 * Learned from what it did lately. Thread-safe.
 */
final class Habit {
  private static final int STRONGEST = 32;
  private static final int FROM = 8;
  private static final int AWAITED = 2;

  private int strength; // guarded by this

  /** One more task is enqueued; whether it will most likely be waited for. */
  synchronized boolean enqueued() {
    boolean expected = strength >= FROM;
    strength = Math.max(0, strength - 1);
    return expected;
  }

  /** One more task is waited for. */
  synchronized void awaited() {
    strength = Math.min(STRONGEST, strength + AWAITED);
  }
}
