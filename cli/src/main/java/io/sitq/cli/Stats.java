package io.sitq.cli;

import io.sitq.spi.Inspector;
import io.sitq.spi.QueueStats;
import io.sitq.spi.WorkerInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Queues and workers at one moment. */
record Stats(List<QueueStats> queues, List<WorkerInfo> workers) {
  /** Reads the named queues, or all if none is named. */
  static Stats read(Inspector inspector, Collection<String> names) {
    Collection<String> wanted = names.isEmpty() ? Stages.join(inspector.queues()) : names;
    List<CompletionStage<QueueStats>> asked = new ArrayList<>();
    for (String queue : new TreeSet<>(wanted)) {
      asked.add(inspector.stats(queue));
    }
    CompletionStage<List<WorkerInfo>> workers = inspector.workers();
    return new Stats(asked.stream().map(Stages::join).toList(), Stages.join(workers));
  }

  static List<TaskCounts> counts(QueueStats queue) {
    return new TreeMap<>(queue.counts())
        .entrySet().stream().map(task -> TaskCounts.of(task.getKey(), task.getValue())).toList();
  }

  /** How many tasks succeeded or failed for good; each life of a requeued one counts. */
  int ended() {
    return queues.stream()
        .flatMap(queue -> counts(queue).stream())
        .mapToInt(task -> Math.toIntExact(task.succeeded() + task.failed()))
        .sum();
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    ArrayNode queueList = json.putArray("queues");
    queues.forEach(queue -> addQueue(queueList.addObject(), queue));
    ArrayNode workerList = json.putArray("workers");
    for (WorkerInfo worker : workers) {
      ObjectNode node =
          workerList
              .addObject()
              .put("id", worker.id())
              .put("host", worker.host())
              .put("pid", worker.pid())
              .put("started_at", Json.time(worker.startedAt()));
      ObjectNode limits = node.putObject("queues");
      new TreeMap<>(worker.queues()).forEach(limits::put);
    }
    return json;
  }

  private static void addQueue(ObjectNode node, QueueStats queue) {
    node.put("queue", queue.queue())
        .put("pending", queue.pending())
        .put("running", queue.running())
        .put("scheduled", queue.scheduled())
        .put("dead", queue.dead())
        .put("oldest_pending_ms", queue.oldestPending().toMillis());
    ArrayNode tasks = node.putArray("tasks");
    for (TaskCounts counts : counts(queue)) {
      tasks
          .addObject()
          .put("task", counts.task())
          .put("succeeded", counts.succeeded())
          .put("failed", counts.failed())
          .put("retried", counts.retried())
          .put("cancelled", counts.cancelled())
          .put("failure_rate", counts.failureRate());
    }
  }
}
