package io.sitq.worker.internal;

import io.sitq.spi.Settlement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was sent to the backend and is not answered, beyond what holds places. It is bounded by
 * number and by size, so that neither a slow backend nor large results fill the memory.
 * Thread-safe.
 */
final class Unanswered {
  /** So many small results, or as much as that of larger ones. */
  static final int MOST = 1024;

  private static final int UNIT_BYTES = 1024;

  private final AtomicInteger weight = new AtomicInteger();

  /** The weight of a settlement: one, and one more for each KiB of its result. */
  static int weight(Settlement settlement) {
    if (settlement instanceof Settlement.Success success) {
      return success.value() == null ? 1 : 1 + success.value().bytes().length / UNIT_BYTES;
    }
    if (settlement instanceof Settlement.Failure failure) {
      return 1 + failure.failure().traceback().length() / UNIT_BYTES;
    }
    return settlement instanceof Settlement.Retry retry
        ? 1 + retry.failure().traceback().length() / UNIT_BYTES
        : 1;
  }

  /** Whether there is room for so much; if so, {@link #remove} must follow. */
  boolean add(int more) {
    if (weight.addAndGet(more) <= MOST) {
      return true;
    }
    weight.addAndGet(-more);
    return false;
  }

  void remove(int less) {
    weight.addAndGet(-less);
  }
}
