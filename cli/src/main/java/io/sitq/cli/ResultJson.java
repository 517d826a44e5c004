package io.sitq.cli;

import io.sitq.AttemptError;
import io.sitq.TaskFailure;
import io.sitq.spi.Names;
import io.sitq.spi.StoredTask;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A task as JSON: always the same keys, null where there is nothing. */
final class ResultJson {
  private ResultJson() {}

  static ObjectNode of(StoredTask task, JsonNode value) {
    TaskFailure failure = task.failure();
    ObjectNode json =
        Json.object()
            .put("id", task.id())
            .put("task", task.task())
            .put("queue", Names.queueOf(task.id()))
            .put("status", task.status().wireName());
    json.set("value", value);
    json.put("error", failure == null ? null : failure.error())
        .put("error_type", failure == null ? null : failure.errorType())
        .put("traceback", failure == null ? null : failure.traceback())
        .put("attempt", task.attempt())
        .put("crashes", task.crashes())
        .put("worker", task.worker());
    ArrayNode errors = json.putArray("errors");
    for (AttemptError error : task.errors()) {
      errors.add(of(error));
    }
    return json.put("enqueued_at", Json.time(task.enqueuedAt()))
        .put("started_at", Json.time(task.startedAt()))
        .put("finished_at", Json.time(task.finishedAt()))
        .put("next_attempt_at", Json.time(task.nextAttemptAt()));
  }

  /** An earlier attempt. */
  static ObjectNode of(AttemptError error) {
    return Json.object()
        .put("attempt", error.attempt())
        .put("error_type", error.errorType())
        .put("error", error.error())
        .put("at", Json.time(error.at()));
  }
}
