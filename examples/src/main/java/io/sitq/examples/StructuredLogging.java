package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.recovery.ResultLogger;
import java.time.Duration;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * <b>Error Logging: Structured Logging.</b> The facts travel as SLF4J key-value pairs, which a JSON
 * encoder turns into fields, so that nobody has to parse messages. A task that is not there is
 * logged too.
 */
public final class StructuredLogging {
  private StructuredLogging() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, (queue, out) -> run(queue));
  }

  static void run(TaskQueue queue) {
    ResultLogger results = new ResultLogger(LoggerFactory.getLogger(StructuredLogging.class));

    String succeeds = queue.enqueue(new Divide(10, 2)).id();
    String fails = queue.enqueue(new Divide(10, 0)).id();
    for (String taskId : List.of(succeeds, fails, "default:never-enqueued")) {
      results.log(taskId, queue.getResult(taskId, Duration.ofSeconds(10)));
    }
  }
}
