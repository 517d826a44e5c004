package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.AttemptError;
import io.sitq.Backoff;
import io.sitq.RetryPolicy;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import io.sitq.TaskTimeoutException;
import io.sitq.it.worker.Tasks.Divide;
import io.sitq.it.worker.Tasks.Fail;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.worker.GiveUp;
import io.sitq.worker.HandlerOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RetryAndDelayIT extends OnRedis {
  private static final RetryPolicy QUICKLY =
      RetryPolicy.fixed(Duration.ofMillis(20)).maxAttempts(3);

  @Test
  void a_failed_attempt_is_tried_again_until_it_succeeds() {
    start(
        worker()
            .handle(
                Fail.class,
                (task, context) -> {
                  if (context.attempt() < 3) {
                    throw new IOException("attempt " + context.attempt());
                  }
                  return "at last";
                },
                HandlerOptions.defaults().retry(QUICKLY)));

    TaskResult<String> result = queue.enqueue(new Fail("twice")).await(SOON);

    assertThat(result.value()).isEqualTo("at last");
    assertThat(result.attempt()).isEqualTo(3);
  }

  @Test
  void the_last_failure_keeps_the_errors_of_the_earlier_attempts() {
    start(
        worker()
            .handle(
                Fail.class,
                (task, context) -> {
                  throw new IOException("attempt " + context.attempt());
                },
                HandlerOptions.defaults().retry(QUICKLY)));

    TaskResult<String> result = queue.enqueue(new Fail("always")).await(SOON);

    assertThat(result.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(result.error()).isEqualTo("attempt 3");
    assertThat(result.errors())
        .extracting(AttemptError::error)
        .containsExactly("attempt 1", "attempt 2");
  }

  @Test
  void while_it_waits_for_a_retry_a_task_tells_attempt_time_and_last_error() {
    start(
        worker()
            .handle(
                Divide.class,
                task -> task.a() / task.b(),
                HandlerOptions.defaults().retry(RetryPolicy.fixed(Duration.ofMinutes(5)))));
    TaskHandle<Integer> handle = queue.enqueue(new Divide(1, 0));

    await()
        .untilAsserted(
            () ->
                assertThat(handle.result().orElseThrow().status()).isEqualTo(TaskStatus.SCHEDULED));

    TaskResult<Integer> waiting = handle.result().orElseThrow();
    assertThat(waiting.attempt()).isEqualTo(2);
    assertThat(waiting.error()).isEqualTo("/ by zero");
    assertThat(waiting.nextAttemptAt().orElseThrow()).isAfter(Instant.now());
  }

  @Test
  void a_task_overrides_its_handlers_retries() {
    start(worker().handle(Divide.class, task -> task.a() / task.b()));

    TaskResult<Integer> result =
        queue
            .enqueue(
                new Divide(1, 0),
                TaskOptions.defaults().maxAttempts(2).backoff(Backoff.fixed(Duration.ofMillis(5))))
            .await(SOON);

    assertThat(result.attempt()).isEqualTo(2);
    assertThat(result.errors()).hasSize(1);
  }

  @Test
  void giving_up_ends_the_task_at_once() {
    start(
        worker()
            .handle(
                Fail.class,
                task -> {
                  throw new GiveUp("no use", new IOException("card expired"));
                },
                HandlerOptions.defaults().retry(QUICKLY)));

    TaskResult<String> result = queue.enqueue(new Fail("for good")).await(SOON);

    assertThat(result.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(result.attempt()).isEqualTo(1);
    assertThat(result.traceback()).contains("card expired");
  }

  @Test
  void a_delayed_task_runs_when_it_is_due() {
    start(worker().handle(Say.class, Say::text));
    Instant before = Instant.now();

    TaskResult<String> result =
        queue
            .enqueue(new Say("late"), TaskOptions.defaults().delay(Duration.ofMillis(300)))
            .await(SOON);

    assertThat(result.value()).isEqualTo("late");
    assertThat(result.startedAt().orElseThrow()).isAfterOrEqualTo(before.plusMillis(300));
  }

  @Test
  void a_due_time_in_the_past_means_now() {
    start(worker().handle(Say.class, Say::text));

    TaskResult<String> result =
        queue.enqueue(new Say("x"), TaskOptions.defaults().at(Instant.EPOCH)).await(SOON);

    assertThat(result.value()).isEqualTo("x");
  }

  @Test
  void an_earlier_task_wakes_those_who_sleep_until_a_later_one() {
    start(worker().handle(Say.class, Say::text));
    queue.enqueue(new Say("tomorrow"), TaskOptions.defaults().delay(Duration.ofDays(1)));

    long begun = System.nanoTime();
    for (int i = 0; i < 4; i++) {
      TaskResult<String> result =
          queue
              .enqueue(new Say("soon"), TaskOptions.defaults().delay(Duration.ofMillis(100)))
              .await(SOON);
      assertThat(result.value()).isEqualTo("soon");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("a sleeper that nobody wakes looks every 5 s")
        .isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void a_handler_that_takes_too_long_is_interrupted_and_fails_with_its_timeout() {
    start(
        worker()
            .handle(
                Say.class,
                task -> {
                  new CountDownLatch(1).await();
                  return "never";
                },
                HandlerOptions.defaults().timeout(Duration.ofMillis(100))));

    TaskResult<String> result = queue.enqueue(new Say("x")).await(SOON);

    assertThat(result.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(result.errorType()).isEqualTo(TaskTimeoutException.class.getName());
    assertThat(result.error()).contains("100");
  }
}
