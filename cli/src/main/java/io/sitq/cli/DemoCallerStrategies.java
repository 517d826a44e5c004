package io.sitq.cli;

import static io.sitq.cli.DemoStrategy.caller;

import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskResult;
import io.sitq.recovery.AttemptsFailedException;
import io.sitq.recovery.CallerRetry;
import io.sitq.recovery.CircuitOpenException;
import io.sitq.recovery.FallbackFailedException;
import io.sitq.recovery.Recovery;
import io.sitq.recovery.RecoveryCall;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a caller does about failures, with {@code sitq-recovery}. */
final class DemoCallerStrategies {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final CallerRetry THREE_TIMES = CallerRetry.exponential(SHORT).maxAttempts(3);
  private static final String UNKNOWN_ID = "default:never-enqueued";

  private DemoCallerStrategies() {}

  static List<DemoStrategy> all() {
    return List.of(
        caller(
            "Status of a task",
            DemoCallerStrategies::status,
            "scheduled, success, failed; of an unknown id: none"),
        caller(
            "Full traceback",
            DemoCallerStrategies::traceback,
            "java.lang.ArithmeticException: / by zero; frames: true"),
        caller(
            "Retry with new tasks",
            stage -> outcome(recovery(stage).retry(THREE_TIMES).task(stage.flaky(2))),
            "value 3"),
        caller(
            "Retry with new tasks, all used",
            stage -> outcome(recovery(stage).retry(THREE_TIMES).task(stage.flaky(9))),
            "failed after 3 tasks with java.io.IOException"),
        caller(
            "Retry rules by error type",
            stage ->
                outcome(
                    recovery(stage)
                        .retry(THREE_TIMES.retryOn(IOException.class))
                        .task(stage.tasks().divide(10, 0))),
            "failed after 1 task with java.lang.ArithmeticException"),
        caller(
            "Read an existing id again, with backoff",
            DemoCallerStrategies::readAgain,
            "value 5; one that failed: failed after 3 readings"),
        caller(
            "Fallback value",
            stage ->
                outcome(recovery(stage).task(stage.tasks().divide(10, 0)).fallbackValue(-1))
                    + "; for an unknown id: "
                    + outcome(recovery(stage).result(UNKNOWN_ID).fallbackValue(-1)),
            "value -1; for an unknown id: value -1"),
        caller(
            "Fallback task (graceful degradation)",
            DemoCallerStrategies::degradation,
            "WARN error_type=java.net.ConnectException fallback_task=read-file; value yesterday's page"),
        caller(
            "Fallback task that fails too",
            stage -> outcome(degraded(stage, "/nonexistent.txt")),
            "both failed: java.net.ConnectException, java.nio.file.NoSuchFileException"));
  }

  private static Recovery recovery(DemoStage stage) {
    return Recovery.on(stage.queue());
  }

  private static String status(DemoStage stage) {
    TaskOptions later = TaskOptions.defaults().delay(Duration.ofHours(1));
    TaskHandle<Object> waits = stage.queue().enqueue(stage.tasks().divide(10, 2), later);
    TaskHandle<Object> succeeds = stage.queue().enqueue(stage.tasks().divide(10, 2));
    TaskHandle<Object> fails = stage.queue().enqueue(stage.tasks().divide(10, 0));
    succeeds.await(DemoStage.PATIENCE);
    fails.await(DemoStage.PATIENCE);
    String statuses =
        Stream.of(waits, succeeds, fails)
            .map(handle -> handle.result().map(result -> result.status().wireName()).orElse("none"))
            .collect(Collectors.joining(", "));
    stage.queue().cancel(waits.id());
    return statuses
        + "; of an unknown id: "
        + stage.queue().getResult(UNKNOWN_ID).map(TaskResult::toString).orElse("none");
  }

  private static String traceback(DemoStage stage) {
    TaskResult<Object> failed =
        stage.queue().enqueue(stage.tasks().divide(10, 0)).await(DemoStage.PATIENCE);
    List<String> lines = String.valueOf(failed.traceback()).lines().toList();
    return lines.get(0) + "; frames: " + lines.stream().anyMatch(line -> line.startsWith("\tat "));
  }

  private static String readAgain(DemoStage stage) {
    TaskOptions later = TaskOptions.defaults().delay(Duration.ofMillis(200));
    String succeeds = stage.queue().enqueue(stage.tasks().divide(10, 2), later).id();
    String fails = stage.queue().enqueue(stage.tasks().divide(10, 0)).id();
    CallerRetry backoff = CallerRetry.exponential(SHORT);
    Object value =
        recovery(stage).retry(backoff.maxAttempts(8)).result(succeeds).run(Duration.ZERO);
    try {
      return "value " + recovery(stage).retry(backoff).result(fails).run(DemoStage.PATIENCE);
    } catch (AttemptsFailedException e) {
      return "value "
          + value
          + "; one that failed: failed after "
          + e.attempts().size()
          + " readings";
    }
  }

  private static String degradation(DemoStage stage) throws IOException {
    String outcome = outcome(degraded(stage, stage.file("yesterday's page")));
    String line = stage.recoveryLog().lines("fallback_task", "error_type").get(0);
    return line + "; " + outcome;
  }

  private static RecoveryCall<Object> degraded(DemoStage stage, String copy) {
    return recovery(stage)
        .task(stage.tasks().fetchUrl(stage.closedUrl()))
        .fallbackTask(stage.tasks().readFile(copy));
  }

  /** How the call ends. */
  static String outcome(RecoveryCall<Object> call) {
    try {
      return "value " + call.run(DemoStage.PATIENCE);
    } catch (CircuitOpenException e) {
      return "refused";
    } catch (AttemptsFailedException e) {
      int tasks = e.attempts().size();
      return "failed after " + tasks + (tasks == 1 ? " task" : " tasks") + " with " + e.errorType();
    } catch (FallbackFailedException e) {
      return "both failed: "
          + errorType(e.primaryFailure())
          + ", "
          + errorType(e.fallbackFailure());
    }
  }

  private static String errorType(Throwable failure) {
    return failure instanceof AttemptsFailedException e
        ? String.valueOf(e.errorType())
        : failure.toString();
  }
}
