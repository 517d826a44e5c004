package io.sitq.it.chaos;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Troubles that last, of which no two may meet. */
final class OneAtATime {
  private final ReentrantLock lock = new ReentrantLock();

  /** Makes the trouble, and ends it. */
  @FunctionalInterface
  interface Trouble {
    void make() throws Exception;
  }

  boolean run(Trouble trouble) throws Exception {
    lock.lock();
    try {
      trouble.make();
      return true;
    } finally {
      lock.unlock();
    }
  }

  static void rest(RandomGenerator random, Duration most) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextLong(Math.max(1, most.toMillis())));
  }
}
