package io.sitq.worker.internal;

import java.util.concurrent.Semaphore;

/** Places for tasks, some of which can be added and taken away again. */
final class Places extends Semaphore {
  private static final long serialVersionUID = 1L;

  /** More than was ever borrowed. */
  private static final int ALL = 1 << 30;

  private int extra; // guarded by this
  private boolean stopped; // guarded by this

  Places(int places, boolean fair) {
    super(places, fair);
  }

  /**
   * Takes places whether there are any or not; nobody else gets one until that many were given
   * back.
   */
  void borrow(int places) {
    reducePermits(places);
  }

  /** Lets nobody wait any more, now or later; what that allows must not be used. */
  synchronized void stop() {
    if (!stopped) {
      stopped = true;
      release(ALL);
    }
  }

  /** So many more than at first from now on; what is in use stays in use. */
  synchronized void extra(int more) {
    if (more > extra) {
      release(more - extra);
    } else {
      reducePermits(extra - more);
    }
    extra = more;
  }
}
