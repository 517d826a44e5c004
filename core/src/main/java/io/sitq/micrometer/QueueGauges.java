package io.sitq.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sitq.spi.Inspector;
import io.sitq.spi.QueueStats;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * How much waits in queues: {@code sitq.queue.size} (tags queue, state: pending, running,
 * scheduled, dead), {@code sitq.queue.oldest.age} in seconds and {@code sitq.dead.letters} (tag
 * queue).
 *
 * <p>Reading a gauge never waits: it gives the last values known, and asks the backend for new ones
 * in the background if they are older than 2 seconds. Before the first answer the values are NaN;
 * while the backend is away they stay as they were, and that is logged once. Thread-safe.
 */
public final class QueueGauges implements MeterBinder {
  private final Inspector inspector;
  private final Set<String> queues;

  /**
   * Gauges of the given queues.
   *
   * @param inspector a backend's
   * @param queues their names
   */
  public QueueGauges(Inspector inspector, Set<String> queues) {
    this.inspector = inspector;
    this.queues = Set.copyOf(queues);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (String queue : queues) {
      CachedStats stats = new CachedStats(inspector, queue, System::nanoTime);
      size(registry, stats, "pending", QueueStats::pending);
      size(registry, stats, "running", QueueStats::running);
      size(registry, stats, "scheduled", QueueStats::scheduled);
      size(registry, stats, "dead", QueueStats::dead);
      gauge("sitq.dead.letters", stats, QueueStats::dead)
          .description("Failed tasks that are kept for requeueing")
          .register(registry);
      gauge("sitq.queue.oldest.age", stats, known -> known.oldestPending().toMillis() / 1000.0)
          .description("How long the oldest pending task has been ready")
          .baseUnit("seconds")
          .register(registry);
      stats.refresh();
    }
  }

  private static void size(
      MeterRegistry registry, CachedStats stats, String state, ToDoubleFunction<QueueStats> value) {
    gauge("sitq.queue.size", stats, value)
        .description("Tasks in the queue, by state")
        .tag("state", state)
        .register(registry);
  }

  private static Gauge.Builder<CachedStats> gauge(
      String name, CachedStats stats, ToDoubleFunction<QueueStats> value) {
    return Gauge.builder(name, stats, cached -> cached.value(value))
        .strongReference(true)
        .tag("queue", stats.queue());
  }
}
