package io.sitq.cli;

import static io.sitq.cli.DemoStrategy.caller;

import io.sitq.Task;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskResult;
import io.sitq.recovery.FailureRates;
import io.sitq.recovery.OutcomeCounts;
import io.sitq.recovery.ResultLogger;
import java.net.ConnectException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** How a caller looks at failures: by type, in numbers, in logs. */
final class DemoObservations {
  private static final Duration LONG = Duration.ofHours(1);
  private static final String UNKNOWN_ID = "default:never-enqueued";

  private DemoObservations() {}

  static List<DemoStrategy> all() {
    return List.of(
        caller(
            "Handle by error type",
            DemoObservations::byErrorType,
            "another file, try later, fix the program"),
        caller(
            "Failure rates",
            DemoObservations::failureRates,
            "success rate 60.0 %, failures 2/5, 1 pending, 1 not found; of no tasks: none"),
        caller(
            "Structured logging",
            DemoObservations::structuredLogging,
            "INFO status=success task=divide"
                + "; ERROR status=failed task=divide error=/ by zero"
                + "; ERROR status=not_found"));
  }

  private static String byErrorType(DemoStage stage) {
    List<Task<Object>> tasks =
        List.of(
            stage.tasks().readFile("/nonexistent.txt"),
            stage.tasks().fetchUrl(stage.closedUrl()),
            stage.tasks().divide(10, 0));
    return String.join(
        ", ",
        stage.queue().enqueueAll(tasks).stream()
            .map(handle -> advice(handle.await(DemoStage.PATIENCE)))
            .toList());
  }

  private static String advice(TaskResult<?> result) {
    if (result.failedWith(NoSuchFileException.class)) {
      return "another file";
    } else if (result.failedWith(ConnectException.class)) {
      return "try later";
    } else {
      return result.failedWith(RuntimeException.class) ? "fix the program" : result.toString();
    }
  }

  private static String failureRates(DemoStage stage) {
    List<String> ids = new ArrayList<>(List.of(UNKNOWN_ID));
    for (int divisor : List.of(1, 0, 2, 0, 5)) {
      TaskHandle<Object> handle = stage.queue().enqueue(stage.tasks().divide(10, divisor));
      handle.await(DemoStage.PATIENCE);
      ids.add(handle.id());
    }
    TaskOptions later = TaskOptions.defaults().delay(LONG);
    String pending = stage.queue().enqueue(stage.tasks().divide(10, 2), later).id();
    ids.add(pending);
    FailureRates rates = FailureRates.of(stage.queue(), ids);
    stage.queue().cancel(pending);
    OutcomeCounts all = rates.all();
    return String.format(
        Locale.ROOT,
        "success rate %.1f %%, failures %d/%d, %d pending, %d not found; of no tasks: %s",
        100 * rates.successRate().orElse(Double.NaN),
        all.failed(),
        all.ended(),
        all.pending(),
        all.notFound(),
        FailureRates.of(stage.queue(), List.of()).successRate().isEmpty() ? "none" : "a rate");
  }

  private static String structuredLogging(DemoStage stage) {
    String succeeds = stage.queue().enqueue(stage.tasks().divide(10, 2)).id();
    String fails = stage.queue().enqueue(stage.tasks().divide(10, 0)).id();
    try (DemoLog log = DemoLog.of("io.sitq.demo")) {
      ResultLogger results = new ResultLogger(LoggerFactory.getLogger(log.name()));
      for (String id : List.of(succeeds, fails, UNKNOWN_ID)) {
        results.log(id, stage.queue().getResult(id, DemoStage.PATIENCE));
      }
      return String.join("; ", log.lines("status", "task", "error"));
    }
  }
}
