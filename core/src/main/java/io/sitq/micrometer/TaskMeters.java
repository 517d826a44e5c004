package io.sitq.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a worker measures of one task in one queue; made once, so that an event looks up nothing.
 */
final class TaskMeters {
  /**
   * Fixed buckets, and few: each task of each queue has two timers, and a percentile histogram of
   * Micrometer's would give each of them about 70 time series.
   */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(30),
    Duration.ofHours(2)
  };

  private final Map<Outcome, Counter> completed = new EnumMap<>(Outcome.class);
  private final Timer duration;
  private final Timer wait;

  TaskMeters(MeterRegistry registry, Tags tags) {
    for (Outcome outcome : Outcome.values()) {
      completed.put(
          outcome,
          Counter.builder("sitq.tasks.completed")
              .description("Attempts that ended, by outcome")
              .tags(tags.and("outcome", outcome.tag()))
              .register(registry));
    }
    duration = timer(registry, tags, "sitq.task.duration", "How long handlers ran");
    wait = timer(registry, tags, "sitq.task.wait", "From enqueueing to the start of an attempt");
  }

  private static Timer timer(MeterRegistry registry, Tags tags, String name, String description) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  void waited(Duration time) {
    wait.record(time);
  }

  void ended(Outcome outcome, Duration time) {
    completed.get(outcome).increment();
    if (!time.isZero()) { // else no handler has returned, as when its worker died
      duration.record(time);
    }
  }
}
