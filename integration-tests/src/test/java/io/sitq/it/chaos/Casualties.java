package io.sitq.it.chaos;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The processes that were struck in a way after which their tasks are rightly taken from them.
 * Thread-safe.
 */
final class Casualties {
  private final Set<String> struck = ConcurrentHashMap.newKeySet();
  private final AtomicInteger kills = new AtomicInteger();

  void add(String process) {
    struck.add(process);
  }

  void killed(String process) {
    kills.incrementAndGet();
    add(process);
  }

  /** How many processes were killed. */
  int kills() {
    return kills.get();
  }

  /** Whether a worker of this id was struck from outside. */
  boolean hasWorker(String workerId) {
    int random = workerId.lastIndexOf('-');
    return random > 0 && struck.contains(workerId.substring(0, random));
  }
}
