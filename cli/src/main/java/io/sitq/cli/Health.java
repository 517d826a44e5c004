package io.sitq.cli;

import io.sitq.WorkerGauges;
import io.sitq.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether a worker gets tasks. Says nothing of whether the process should be restarted. */
final class Health {
  /** A fetch waits at most 5 s, and waits for room don't count: more means that Redis is away. */
  static final Duration MAX_FETCH_AGE = Duration.ofSeconds(10);

  private final WorkerGauges gauges;
  private final Running worker;

  /** Whether a worker runs. */
  @FunctionalInterface
  interface Running {
    boolean isRunning();
  }

  Health(Worker worker) {
    this(worker.gauges(), worker::isRunning);
  }

  Health(WorkerGauges gauges, Running worker) {
    this.gauges = gauges;
    this.worker = worker;
  }

  /** Why it gets no tasks; empty if it does. */
  List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    if (!worker.isRunning()) {
      reasons.add("the worker is starting or stopping");
    }
    for (String queue : new TreeSet<>(gauges.queues())) {
      Duration age = gauges.fetchAge(queue);
      if (age.compareTo(MAX_FETCH_AGE) > 0) {
        reasons.add("queue " + queue + ": no answer from Redis for " + Durations.format(age));
      }
    }
    return reasons;
  }

  ObjectNode json(List<String> reasons) {
    ObjectNode json =
        Json.object().put("ready", reasons.isEmpty()).put("worker", gauges.workerId());
    ArrayNode list = json.putArray("reasons");
    reasons.forEach(list::add);
    return json;
  }
}
