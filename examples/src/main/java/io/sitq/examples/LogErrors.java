package io.sitq.examples;

import io.sitq.TaskHandle;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * <b>Error Logging: Log Errors.</b> The caller logs what became of its tasks: a success at INFO, an
 * error at ERROR, and the traceback, which is long, at DEBUG.
 */
public final class LogErrors {
  private static final Logger log = LoggerFactory.getLogger(LogErrors.class);

  private LogErrors() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, (queue, out) -> run(queue));
  }

  static void run(TaskQueue queue) {
    for (Divide task : List.of(new Divide(10, 2), new Divide(10, 0))) {
      TaskHandle<Integer> handle = queue.enqueue(task);
      log(handle.await(Duration.ofSeconds(10)));
    }
  }

  static void log(TaskResult<?> result) {
    switch (result.status()) {
      case SUCCESS -> log.info("Task {} succeeded", result.id());
      case FAILED -> {
        log.error("Task {} failed: {}", result.id(), result.error());
        log.debug("Traceback:\n{}", result.traceback());
      }
      default -> log.info("Task {} is {}", result.id(), result.status());
    }
  }
}
