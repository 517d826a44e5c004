package io.sitq.kryo;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a few objects for reuse, without locks. A thread begins to look at a slot of its own, so
 * that threads rarely meet; a thread-local would keep one object per virtual thread. Who finds no
 * object makes one, and who finds no free slot drops his.
 */
final class ReusePool<T> {
  private final AtomicReferenceArray<@Nullable T> slots;
  private final int mask;
  private final Supplier<T> factory;

  ReusePool(Supplier<T> factory) {
    int wanted = Math.max(16, 2 * Runtime.getRuntime().availableProcessors());
    int size = Integer.highestOneBit(wanted - 1) << 1;
    this.slots = new AtomicReferenceArray<>(size);
    this.mask = size - 1;
    this.factory = factory;
  }

  T take() {
    int start = start();
    for (int i = 0; i <= mask; i++) {
      int slot = (start + i) & mask;
      if (slots.getPlain(slot) != null) {
        T found = slots.getAndSet(slot, null);
        if (found != null) {
          return found;
        }
      }
    }
    return factory.get();
  }

  /** Only what is in order: what threw is left to the garbage collector. */
  void give(T object) {
    int start = start();
    for (int i = 0; i <= mask; i++) {
      if (slots.compareAndSet((start + i) & mask, null, object)) {
        return;
      }
    }
  }

  private int start() {
    long id = Thread.currentThread().getId();
    return (int) (id ^ id >>> 16) & mask;
  }
}
