package io.sitq.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the tasks of one name ended, since the queue was made. */
record TaskCounts(String task, long succeeded, long failed, long retried, long cancelled) {
  static TaskCounts of(String task, Map<String, Long> byOutcome) {
    return new TaskCounts(
        task,
        byOutcome.getOrDefault("success", 0L),
        byOutcome.getOrDefault("failed", 0L),
        byOutcome.getOrDefault("retried", 0L),
        byOutcome.getOrDefault("cancelled", 0L));
  }

  /** From 0 to 1; null if none has ended either way. */
  @Nullable Double failureRate() {
    long ended = succeeded + failed;
    return ended == 0 ? null : (double) failed / ended;
  }

  /** As per cent, or a dash. */
  String failureRateText() {
    Double rate = failureRate();
    return rate == null ? "-" : String.format(Locale.ROOT, "%.1f %%", rate * 100);
  }
}
