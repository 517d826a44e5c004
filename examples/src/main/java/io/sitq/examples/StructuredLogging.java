package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * <b>Error Logging: Structured Logging.</b> The facts travel as SLF4J key-value pairs, which a JSON
 * encoder turns into fields, so that nobody has to parse messages. A task that is not there is
 * logged too.
 */
public final class StructuredLogging {
  private static final Logger log = LoggerFactory.getLogger(StructuredLogging.class);

  private StructuredLogging() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, (queue, out) -> run(queue));
  }

  static void run(TaskQueue queue) {
    String succeeds = queue.enqueue(new Divide(10, 2)).id();
    String fails = queue.enqueue(new Divide(10, 0)).id();
    for (String taskId : List.of(succeeds, fails, "default:never-enqueued")) {
      log(taskId, queue.getResult(taskId, Duration.ofSeconds(10)));
    }
  }

  static void log(String taskId, Optional<? extends TaskResult<?>> result) {
    boolean success = result.isPresent() && result.get().isSuccess();
    boolean failed = result.isPresent() && result.get().isFailed();
    (success ? log.atInfo() : log.atError())
        .addKeyValue("task_id", taskId)
        .addKeyValue("status", result.map(r -> r.status().wireName()).orElse("not_found"))
        .addKeyValue("error", result.map(TaskResult::error).orElse(null))
        .addKeyValue("error_type", result.map(TaskResult::errorType).orElse(null))
        .addKeyValue("success", success)
        .log(success ? "Task succeeded" : failed ? "Task failed" : "Task has no result");
  }
}
