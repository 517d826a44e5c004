package io.sitq.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.sitq.TaskEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The meters by queue and task. An event costs two look-ups and no allocation. */
final class TaskMeterCache {
  /** Stands in for every name that nobody registered. */
  static final String UNKNOWN = "unknown";

  /** Names of one queue that are told apart: a producer may take them from its callers. */
  static final int MOST_NAMES = 1000;

  private final ByQueueAndTask<TaskMeters> workers;
  private final ByQueueAndTask<Counter> producers;

  TaskMeterCache(MeterRegistry registry) {
    workers = new ByQueueAndTask<>(tags -> new TaskMeters(registry, tags));
    producers =
        new ByQueueAndTask<>(
            tags ->
                Counter.builder("sitq.tasks.enqueued")
                    .description("Tasks that producers put into a queue")
                    .tags(tags)
                    .register(registry));
  }

  TaskMeters worker(TaskEvent event) {
    return workers.get(event);
  }

  Counter producer(TaskEvent event) {
    return producers.get(event);
  }

  private static final class ByQueueAndTask<M> {
    private final Map<String, Map<String, M>> made = new ConcurrentHashMap<>();
    private final Function<Tags, M> maker;

    ByQueueAndTask(Function<Tags, M> maker) {
      this.maker = maker;
    }

    M get(TaskEvent event) {
      String queue = event.queue();
      String task = event.registered() ? event.taskName() : UNKNOWN;
      Map<String, M> byTask = made.get(queue);
      M meters = byTask == null ? null : byTask.get(task);
      return meters == null ? make(queue, task) : meters;
    }

    private M make(String queue, String task) {
      Map<String, M> byTask = made.computeIfAbsent(queue, name -> new ConcurrentHashMap<>());
      return byTask.computeIfAbsent(
          byTask.size() < MOST_NAMES ? task : UNKNOWN,
          name -> maker.apply(Tags.of("queue", queue, "task", name)));
    }
  }
}
