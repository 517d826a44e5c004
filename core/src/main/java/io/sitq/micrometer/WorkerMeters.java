package io.sitq.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sitq.WorkerGauges;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of the running workers: one set for each queue, which adds up the workers that serve
 * it, since two gauges of one name and tags would hide each other.
 */
final class WorkerMeters {
  private final MeterRegistry registry;
  private final Map<String, QueueMeters> byQueue = new HashMap<>(); // guarded by this

  WorkerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  synchronized void add(WorkerGauges worker) {
    for (String queue : worker.queues()) {
      byQueue.computeIfAbsent(queue, QueueMeters::new).workers.add(worker);
    }
  }

  synchronized void remove(WorkerGauges worker) {
    for (String queue : worker.queues()) {
      QueueMeters meters = byQueue.get(queue);
      if (meters != null && meters.workers.remove(worker) && meters.workers.isEmpty()) {
        byQueue.remove(queue);
        meters.gauges.forEach(registry::remove);
      }
    }
  }

  void recovered(String queue, int tasks) {
    recoveredCounter(queue).increment(tasks);
  }

  private Counter recoveredCounter(String queue) {
    return Counter.builder("sitq.tasks.recovered")
        .description("Tasks that were taken from workers that died or were cut off")
        .tag("queue", queue)
        .register(registry);
  }

  private final class QueueMeters {
    private final List<WorkerGauges> workers = new CopyOnWriteArrayList<>();
    private final String queue;
    private final List<Meter> gauges;

    QueueMeters(String queue) {
      this.queue = queue;
      this.gauges =
          List.of(
              gauge("sitq.worker.active", "Tasks that are being executed", null, this::active),
              gauge("sitq.worker.capacity", "Tasks that may run at once", null, this::capacity),
              gauge(
                  "sitq.tasks.stuck",
                  "Handlers that did not yield to their interrupt and still run",
                  null,
                  this::stuck),
              gauge(
                  "sitq.worker.fetch.age",
                  "Since the backend last answered a fetch; the oldest of the workers here",
                  "seconds",
                  this::fetchAgeSeconds));
    }

    private Gauge gauge(
        String name,
        String description,
        @Nullable String unit,
        ToDoubleFunction<List<WorkerGauges>> value) {
      return Gauge.builder(name, workers, value)
          .strongReference(true)
          .description(description)
          .baseUnit(unit)
          .tag("queue", queue)
          .register(registry);
    }

    private double active(List<WorkerGauges> all) {
      return all.stream().mapToInt(worker -> worker.active(queue)).sum();
    }

    private double capacity(List<WorkerGauges> all) {
      return all.stream().mapToInt(worker -> worker.capacity(queue)).sum();
    }

    private double stuck(List<WorkerGauges> all) {
      return all.stream().mapToInt(worker -> worker.stuck(queue)).sum();
    }

    private double fetchAgeSeconds(List<WorkerGauges> all) {
      return all.stream()
          .map(worker -> worker.fetchAge(queue))
          .max(Duration::compareTo)
          .map(age -> age.toMillis() / 1000.0)
          .orElse(Double.NaN);
    }
  }
}
