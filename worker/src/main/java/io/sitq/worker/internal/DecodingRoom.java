package io.sitq.worker.internal;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets only so many large payloads be decoded at once: of bytes that mean harm objects can be made
 * that take dozens of times their room, until it turns out that they are no payload. Small ones
 * pass freely. Thread-safe.
 */
final class DecodingRoom {
  /** What a megabyte becomes at worst times this is less than half of the heap. */
  private static final int SHARE_OF_HEAP = 128;

  private static final int SMALL_BYTES = 64 << 10;
  private static final int UNIT_BYTES = 1 << 10;

  private final int units;
  private final Semaphore free;

  /** Room for at least one envelope of the largest size. */
  DecodingRoom(long heapBytes) {
    long share = Math.min(heapBytes / SHARE_OF_HEAP, Integer.MAX_VALUE);
    units = (int) share / UNIT_BYTES;
    free = new Semaphore(Math.max(1, units));
  }

  /** Decodes a payload of so many bytes; waits for others if it and they are large. */
  <T> T decode(int bytes, Supplier<T> decoding) {
    if (bytes <= SMALL_BYTES) {
      return decoding.get();
    }
    int needed = Math.max(1, Math.min(units, bytes / UNIT_BYTES));
    free.acquireUninterruptibly(needed); // held for a fraction of a second
    try {
      return decoding.get();
    } finally {
      free.release(needed);
    }
  }
}
