package io.sitq.worker.internal;

import java.util.concurrent.Semaphore;

/** Places for tasks, some of which can be added and taken away again. */
final class Places extends Semaphore {
  private static final long serialVersionUID = 1L;

  private int extra; // guarded by this

  Places(int places, boolean fair) {
    super(places, fair);
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
