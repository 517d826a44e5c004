package io.sitq.cli;

import static io.sitq.cli.DemoStrategy.workers;

import io.sitq.Backoff;
import io.sitq.DeadLetterFilter;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the workers do about failures: it is durable in Redis, whoever enqueued may go. */
final class DemoWorkerStrategies {
  private static final Duration A_WHILE = Duration.ofSeconds(1);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofHours(1);
  private static final long FOREVER_MILLIS = 600_000;

  private static final TaskOptions THREE_ATTEMPTS =
      TaskOptions.defaults().maxAttempts(3).backoff(Backoff.exponential(Duration.ofMillis(50)));

  private DemoWorkerStrategies() {}

  static List<DemoStrategy> all() {
    return List.of(
        workers(
            "Automatic retry",
            stage -> stage.endOf(stage.flaky(2), THREE_ATTEMPTS),
            "success in attempt 3: 3"),
        workers(
            "Automatic retry, all attempts used",
            stage -> stage.endOf(stage.flaky(9), THREE_ATTEMPTS),
            "failed in attempt 3: IOException, after run 1 fails, run 2 fails"),
        workers(
            "Retry policy of a handler",
            stage -> downloaded(stage, "/restarting", 503, 503),
            "success in attempt 3: a page"),
        workers(
            "Retry by error type: not this one",
            stage -> stage.endOf(stage.tasks().download("no url"), TaskOptions.defaults()),
            "failed in attempt 1: IllegalArgumentException"),
        workers(
            "RetryLater: when the server says",
            DemoWorkerStrategies::retryLater,
            "scheduled for attempt 2, since HTTP status 429; success in attempt 2: a page; in time"),
        workers(
            "GiveUp: at once, with attempts left",
            stage -> downloaded(stage, "/gone", 404),
            "failed in attempt 1: FileNotFoundException"),
        workers(
            "Delay", DemoWorkerStrategies::delay, "scheduled; success in attempt 1: 5; in time"),
        workers(
            "Due time that has passed",
            stage ->
                stage.endOf(stage.tasks().divide(10, 2), TaskOptions.defaults().at(Instant.EPOCH)),
            "success in attempt 1: 5"),
        workers(
            "Timeout of a handler",
            stage ->
                stage.endOf(
                    stage.tasks().sleep(FOREVER_MILLIS), TaskOptions.defaults().timeout(SHORT)),
            "failed in attempt 1: TaskTimeoutException"),
        workers(
            "Cancel a scheduled task",
            DemoWorkerStrategies::cancelScheduled,
            "CANCELLED; once more: ENDED; it is cancelled"),
        workers(
            "Cancel a running task",
            DemoWorkerStrategies::cancelRunning,
            "REQUESTED; it is cancelled"),
        workers(
            "Dead letter, requeued",
            DemoWorkerStrategies::requeue,
            "dead letter: run 1 fails; requeued: success in attempt 1: 2; once more: false"));
  }

  private static String downloaded(DemoStage stage, String path, Integer... statuses) {
    String url = stage.server().page(path, statuses);
    return stage.endOf(stage.tasks().download(url), TaskOptions.defaults());
  }

  private static String retryLater(DemoStage stage) throws InterruptedException {
    long begun = System.nanoTime();
    String url = stage.server().page("/busy", 429);
    TaskHandle<Object> handle = stage.queue().enqueue(stage.tasks().download(url));
    TaskResult<Object> waiting = when(TaskStatus.SCHEDULED, handle);
    return "scheduled for attempt "
        + waiting.attempt()
        + ", since "
        + waiting.error()
        + "; "
        + stage.endOf(handle)
        + notBefore(A_WHILE, begun);
  }

  private static String delay(DemoStage stage) {
    long begun = System.nanoTime();
    TaskHandle<Object> handle =
        stage.queue().enqueue(stage.tasks().divide(10, 2), TaskOptions.defaults().delay(A_WHILE));
    return status(handle) + "; " + stage.endOf(handle) + notBefore(A_WHILE, begun);
  }

  private static String cancelScheduled(DemoStage stage) {
    TaskHandle<Object> handle =
        stage.queue().enqueue(stage.tasks().divide(10, 2), TaskOptions.defaults().delay(LONG));
    return stage.queue().cancel(handle.id())
        + "; once more: "
        + stage.queue().cancel(handle.id())
        + "; it is "
        + status(handle);
  }

  private static String cancelRunning(DemoStage stage) throws InterruptedException {
    TaskHandle<Object> handle = stage.queue().enqueue(stage.tasks().sleep(FOREVER_MILLIS));
    when(TaskStatus.RUNNING, handle);
    String answer = stage.queue().cancel(handle.id()).toString();
    handle.await(DemoStage.PATIENCE);
    return answer + "; it is " + status(handle);
  }

  private static String requeue(DemoStage stage) throws Exception {
    TaskHandle<Object> handle = stage.queue().enqueue(stage.flaky(1));
    handle.await(DemoStage.PATIENCE);
    DeadLetterFilter flaky =
        DeadLetterFilter.all().task("flaky").errorType("java.io.IOException").limit(100);
    String error =
        stage.queue().deadLetters().list(flaky).stream()
            .filter(letter -> letter.id().equals(handle.id()))
            .map(letter -> letter.failure().error())
            .findFirst()
            .orElse("none");
    stage.queue().deadLetters().requeue(handle.id());
    String secondLife = stage.endOf(handle);
    boolean again = stage.queue().deadLetters().requeue(handle.id());
    return "dead letter: " + error + "; requeued: " + secondLife + "; once more: " + again;
  }

  /** The task as soon as it is so. */
  private static TaskResult<Object> when(TaskStatus status, TaskHandle<Object> handle)
      throws InterruptedException {
    TaskResult<Object> result = handle.result().orElseThrow();
    while (result.status() != status && !result.status().isTerminal()) {
      Thread.sleep(10);
      result = handle.result().orElseThrow();
    }
    return result;
  }

  private static String status(TaskHandle<Object> handle) {
    return handle.result().orElseThrow().status().wireName();
  }

  private static String notBefore(Duration least, long begunNanos) {
    return System.nanoTime() - begunNanos >= least.toNanos() ? "; in time" : "; too early";
  }
}
