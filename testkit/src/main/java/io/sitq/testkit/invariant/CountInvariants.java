package io.sitq.testkit.invariant;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What holds for the totals. */
final class CountInvariants {
  private static final Pattern FIELD = Pattern.compile("\\S+:[a-z]+");
  private static final Pattern TOTAL = Pattern.compile("[1-9]\\d{0,17}");
  private static final Set<String> ENDS = Set.of("success", "failed", "cancelled");

  private final QueueSnapshot queue;
  private final Violations broken;

  CountInvariants(QueueSnapshot queue, Violations broken) {
    this.queue = queue;
    this.broken = broken;
  }

  void checkForm() {
    queue
        .counts()
        .forEach(
            (field, total) -> {
              broken.addIf(
                  !FIELD.matcher(field).matches(),
                  "count '" + field + "' names no task and outcome");
              broken.addIf(
                  !TOTAL.matcher(total).matches(), "count " + field + " is '" + total + "'");
            });
  }

  /** Whether the totals are those of the results that are there. */
  void checkTotals() {
    Map<String, Long> totals = new TreeMap<>();
    queue
        .counts()
        .forEach(
            (field, total) -> {
              if (ENDS.contains(field.substring(field.lastIndexOf(':') + 1))
                  && TOTAL.matcher(total).matches()) {
                totals.put(field, Long.valueOf(total));
              }
            });
    Map<String, Long> results = new TreeMap<>();
    queue
        .tasks()
        .values()
        .forEach(
            hash -> {
              if (hash.hasEnded()) {
                results.merge(ResultInvariants.taskName(hash) + ":" + hash.status(), 1L, Long::sum);
              }
            });
    broken.addIf(
        !totals.equals(results), "the counts are " + totals + ", the results are " + results);
  }
}
