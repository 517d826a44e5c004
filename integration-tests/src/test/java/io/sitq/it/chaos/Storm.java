package io.sitq.it.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Carries out a plan, and counts what struck. */
final class Storm {
  private static final Duration LAST_STRIKES = Duration.ofMinutes(2);

  private final ChaosPlan plan;
  private final Findings findings;
  private final Map<String, Integer> struck = new TreeMap<>(); // guarded by itself

  Storm(ChaosPlan plan, Findings findings) {
    this.plan = plan;
    this.findings = findings;
  }

  /** Returns when the last strike is over, and what it broke is mended. */
  void rage() throws InterruptedException {
    ExecutorService strikers = Executors.newCachedThreadPool();
    long begun = System.nanoTime();
    for (ChaosPlan.Planned strike : plan.strikes()) {
      long wait = begun + TimeUnit.MILLISECONDS.toNanos(strike.atMillis()) - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(Math.max(0, wait)); // the plan is about times
      strikers.execute(() -> strike(strike));
    }
    strikers.shutdown();
    if (!strikers.awaitTermination(LAST_STRIKES.toSeconds(), TimeUnit.SECONDS)) {
      findings.add("strikes are not over after " + LAST_STRIKES);
    }
  }

  private void strike(ChaosPlan.Planned strike) {
    String name = strike.fault().name();
    try {
      if (strike.fault().strike().strike(new Random(strike.seed()))) {
        synchronized (struck) {
          struck.merge(name, 1, Integer::sum);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception | Error e) {
      findings.add("'" + name + "' could not be carried out: " + e);
    }
  }

  /** How often faults struck whose name begins so. */
  int struck(String prefix) {
    return struck().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** How often each fault struck, by name. */
  List<Map.Entry<String, Integer>> struck() {
    synchronized (struck) {
      return List.copyOf(struck.entrySet());
    }
  }
}
