package io.sitq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.RetryPolicy;
import io.sitq.TaskFailure;
import io.sitq.TaskOptions;
import io.sitq.spi.Settlement;
import io.sitq.worker.Tasks.Echo;
import io.sitq.worker.Tasks.Note;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Handlers that take too long. */
class TimeoutTest extends WorkerTestBase {
  private static final HandlerOptions SHORT =
      HandlerOptions.defaults().timeout(Duration.ofMillis(30));

  @Test
  void a_handler_that_takes_too_long_is_interrupted_and_its_task_fails() {
    AtomicBoolean cancelled = new AtomicBoolean();
    start(
        builder()
            .concurrency(1)
            .handle(
                Echo.class,
                (task, context) -> {
                  try {
                    new CountDownLatch(task.text().equals("slow") ? 1 : 0).await();
                    return task.text();
                  } finally {
                    cancelled.compareAndSet(false, context.isCancelled());
                  }
                },
                SHORT));
    TaskFailure failure = failure(enqueue(new Echo("slow")));
    assertThat(failure.errorType()).isEqualTo("io.sitq.TaskTimeoutException");
    assertThat(failure.error()).contains("timeout of 30 ms");
    assertThat(failure.traceback()).contains("Caused by: java.lang.InterruptedException");
    assertThat(cancelled).isTrue();
    assertThat(value(enqueue(new Echo("quick")), String.class)).isEqualTo("quick");
  }

  @Test
  void the_timeout_of_a_task_wins_over_the_handlers_and_retry_rules_apply() {
    start(
        builder()
            .handle(
                Echo.class,
                task -> {
                  new CountDownLatch(1).await();
                  return "";
                },
                HandlerOptions.defaults()
                    .timeout(Duration.ofHours(1))
                    .retry(RetryPolicy.fixed(Duration.ofMillis(1)).maxAttempts(2))));
    TaskOptions options = TaskOptions.defaults().timeout(Duration.ofMillis(20));
    List<Settlement> all = settlements(enqueue(new Echo("slow"), options), 2);
    assertThat(all.get(0)).isInstanceOf(Settlement.Retry.class);
    assertThat(((Settlement.Failure) all.get(1)).failure().error()).contains("timeout of 20 ms");
  }

  @Test
  void a_stage_that_never_completes_is_cancelled() {
    CompletableFuture<String> never = new CompletableFuture<>();
    start(builder().handleAsync(Echo.class, task -> never, SHORT));
    TaskFailure failure = failure(enqueue(new Echo("x")));
    assertThat(failure.errorType()).isEqualTo("io.sitq.TaskTimeoutException");
    await().atMost(SOON).until(never::isCancelled);
    await().atMost(SOON).until(() -> worker.gauges().active("default") == 0);
  }

  @RepeatedTest(20)
  void timeout_and_end_at_the_same_time_settle_once_and_interrupt_nobody_else() {
    AtomicBoolean strayInterrupt = new AtomicBoolean();
    start(
        builder()
            .concurrency(4)
            .handle(
                Echo.class,
                task -> {
                  new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
                  return "";
                },
                HandlerOptions.defaults().timeout(Duration.ofMillis(1)))
            .run(
                Note.class,
                note -> {
                  Thread.onSpinWait();
                  if (Thread.currentThread().isInterrupted()) {
                    strayInterrupt.set(true);
                  }
                }));
    for (int i = 0; i < 200; i++) {
      enqueue(new Echo("x"));
      enqueue(new Note("x"));
    }
    await().atMost(SOON).until(() -> backend.settlements().size() >= 400);
    await().atMost(SOON).until(() -> worker.gauges().active("default") == 0);
    assertThat(backend.settlements()).hasSize(400);
    assertThat(strayInterrupt).isFalse();
  }
}
