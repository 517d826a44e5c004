package io.sitq.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.sitq.Backoff;
import io.sitq.TaskOptions;
import io.sitq.TaskQueueException;
import io.sitq.TaskResult;
import io.sitq.TaskSerializationException;
import io.sitq.TaskStatus;
import io.sitq.TaskValidationException;
import io.sitq.recovery.Tasks.Connect;
import io.sitq.recovery.Tasks.Divide;
import io.sitq.recovery.Tasks.Flaky;
import io.sitq.recovery.Tasks.Nobody;
import io.sitq.recovery.Tasks.Save;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryIT extends OnRedis {
  private static final CallerRetry TWICE_MORE = CallerRetry.fixed(Duration.ofMillis(5));

  @Test
  void a_task_that_fails_twice_is_enqueued_anew_until_it_succeeds() {
    String value = recovery.retry(TWICE_MORE).task(new Flaky("a", 2)).run(SOON);

    assertThat(value).isEqualTo("run 3");
    assertThat(everEnqueued("flaky")).isEqualTo(3);
  }

  @Test
  void the_same_without_a_thread_that_waits() {
    CompletableFuture<String> value =
        recovery.retry(TWICE_MORE).task(new Flaky("a", 2)).runAsync(SOON).toCompletableFuture();

    assertThat(value).succeedsWithin(SOON).isEqualTo("run 3");
  }

  @Test
  void the_delays_grow_as_the_backoff_says() {
    CallerRetry retry =
        CallerRetry.of(Backoff.exponential(Duration.ofMillis(40)).jitter(0)).maxAttempts(4);
    long start = System.nanoTime();

    recovery.retry(retry).task(new Flaky("a", 3)).run(SOON);

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(40 + 80 + 160));
  }

  @Test
  void when_no_attempt_succeeds_the_exception_has_every_id_and_error() {
    AttemptsFailedException failure =
        catchThrowableOfType(
            AttemptsFailedException.class,
            () -> recovery.retry(TWICE_MORE).task(new Flaky("a", 9)).run(SOON));

    assertThat(failure.attempts())
        .hasSize(3)
        .allMatch(a -> a.status() == TaskStatus.FAILED)
        .extracting(FailedAttempt::error)
        .containsExactly("run 1 of a", "run 2 of a", "run 3 of a");
    assertThat(ids(failure)).doesNotHaveDuplicates();
    assertThat(ids(failure))
        .allMatch(id -> queue.getResult(id).map(TaskResult::isFailed).orElse(false));
    assertThat(failure.taskId()).isEqualTo(ids(failure).get(2));
    assertThat(failure.errorType()).isEqualTo(IOException.class.getName());
    assertThat(failure)
        .hasMessageContainingAll("flaky", "3 attempts", ids(failure).get(0), "run 3 of a");
  }

  @Test
  void without_a_retry_there_is_one_attempt() {
    assertThatThrownBy(() -> recovery.task(new Divide(1, 0)).run(SOON))
        .isInstanceOf(AttemptsFailedException.class)
        .hasMessageContainingAll("divide", "1 attempt:", "ArithmeticException", "/ by zero");
    assertThat(everEnqueued("divide")).isEqualTo(1);
  }

  @Test
  void a_task_without_a_result_gives_null() {
    assertThat(recovery.task(new Save("x")).run(SOON)).isNull();
  }

  @Test
  void only_the_errors_that_the_rules_name_are_tried_again() throws Exception {
    CallerRetry onNetworkErrors = TWICE_MORE.retryOn(IOException.class);
    Connect task = new Connect(closedPort());

    assertThat(attempts(onNetworkErrors, task)).isEqualTo(3);
    assertThat(attempts(onNetworkErrors, new Divide(1, 0))).isEqualTo(1);
    assertThat(attempts(onNetworkErrors.giveUpOn(ConnectException.class), task)).isEqualTo(1);
    assertThat(attempts(TWICE_MORE.giveUpOn(IOException.class), new Divide(1, 0))).isEqualTo(3);
    assertThat(attempts(TWICE_MORE.retryIf(failed -> failed.failedWith(Error.class)), task))
        .isEqualTo(1);
  }

  private int attempts(CallerRetry retry, io.sitq.Task<?> task) {
    return catchThrowableOfType(
            AttemptsFailedException.class, () -> recovery.retry(retry).task(task).run(SOON))
        .attempts()
        .size();
  }

  @Test
  void a_rule_that_throws_counts_as_give_up_and_the_exception_says_so() {
    RuntimeException thrown = new IllegalStateException("rule is broken");
    AtomicInteger asked = new AtomicInteger();
    CallerRetry broken =
        TWICE_MORE.retryIf(
            failed -> {
              asked.incrementAndGet();
              throw thrown;
            });

    assertThatThrownBy(() -> recovery.retry(broken).task(new Flaky("a", 9)).run(SOON))
        .isInstanceOf(AttemptsFailedException.class)
        .hasMessageContainingAll("1 attempt:", "run 1 of a", "retry rule threw", "rule is broken")
        .hasSuppressedException(thrown);
    assertThat(asked).hasValue(1);
    assertThat(everEnqueued("flaky")).isEqualTo(1);
  }

  @Test
  void an_error_that_a_rule_throws_ends_the_call_too() {
    CallerRetry broken =
        TWICE_MORE.retryIf(
            failed -> {
              throw new StackOverflowError("deep");
            });

    assertThat(recovery.retry(broken).task(new Flaky("a", 9)).runAsync(SOON).toCompletableFuture())
        .failsWithin(SOON)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(AttemptsFailedException.class)
        .withMessageContaining("StackOverflowError");
  }

  @Test
  void a_task_that_does_not_end_in_time_is_not_enqueued_again() {
    AttemptsFailedException failure =
        catchThrowableOfType(
            AttemptsFailedException.class,
            () ->
                recovery
                    .retry(TWICE_MORE)
                    .task(new Nobody(), TaskOptions.defaults().queue("nobodys"))
                    .run(SHORT));

    assertThat(failure.attempts()).hasSize(1);
    assertThat(failure.status()).isEqualTo(TaskStatus.PENDING);
    assertThat(failure).hasMessageContaining("has not ended in time, it is pending");
  }

  @Test
  void an_interrupted_caller_gets_its_flag_back_and_no_further_attempt() throws Exception {
    CountDownLatch failedOnce = new CountDownLatch(1);
    CallerRetry slow =
        CallerRetry.fixed(Duration.ofMillis(300))
            .retryIf(
                failed -> {
                  failedOnce.countDown();
                  return true;
                });
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                recovery.retry(slow).task(new Flaky("a", 9)).fallbackValue("x").run(SOON);
              } catch (RuntimeException e) {
                flag.complete(Thread.currentThread().isInterrupted());
                thrown.complete(e);
              }
            });
    caller.start();
    failedOnce.await();
    caller.interrupt();

    assertThat(thrown)
        .succeedsWithin(SOON)
        .isInstanceOf(TaskQueueException.class)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.THROWABLE)
        .hasMessageContainingAll("interrupted", "default:");
    assertThat(flag).isCompletedWithValue(true);
    await().during(Duration.ofMillis(500)).until(() -> everEnqueued("flaky") == 1);
  }

  @Test
  void a_stage_that_is_cancelled_makes_no_further_attempt_and_no_fallback() throws Exception {
    CountDownLatch failedOnce = new CountDownLatch(1);
    AtomicInteger fallbacks = new AtomicInteger();
    CallerRetry slow =
        CallerRetry.fixed(Duration.ofMillis(300))
            .retryIf(
                failed -> {
                  failedOnce.countDown();
                  return true;
                });
    CompletableFuture<String> value =
        recovery
            .retry(slow)
            .task(new Flaky("a", 9))
            .fallbackBy(failed -> "fallback " + fallbacks.incrementAndGet())
            .runAsync(SOON)
            .toCompletableFuture();
    failedOnce.await();

    value.cancel(true);

    assertThatThrownBy(value::join).isInstanceOf(CancellationException.class);
    await().during(Duration.ofMillis(500)).until(() -> everEnqueued("flaky") == 1);
    assertThat(fallbacks).hasValue(0);
  }

  @Test
  void many_calls_at_once_share_one_timer_thread() {
    List<CompletableFuture<String>> values =
        java.util.stream.IntStream.range(0, 200)
            .mapToObj(i -> recovery.retry(TWICE_MORE).task(new Flaky("k" + i, 2)).runAsync(SOON))
            .map(stage -> stage.toCompletableFuture())
            .toList();

    assertThat(values).allSatisfy(v -> assertThat(v).succeedsWithin(SOON).isEqualTo("run 3"));
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().equals("sitq-recovery"))
        .singleElement()
        .matches(Thread::isDaemon);
  }

  @Test
  void bad_input_is_refused_before_anything_is_sent() {
    assertThatThrownBy(() -> recovery.task(null)).isInstanceOf(TaskValidationException.class);
    assertThatThrownBy(() -> recovery.task(new Divide(1, 1), null))
        .isInstanceOf(TaskValidationException.class);
    for (Duration wrong :
        List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatThrownBy(() -> recovery.task(new Divide(1, 1)).run(wrong))
          .isInstanceOf(TaskValidationException.class)
          .hasMessageContaining("timeout must be");
      assertThatThrownBy(() -> recovery.task(new Divide(1, 1)).fallbackValue(1).runAsync(wrong))
          .isInstanceOf(TaskValidationException.class);
    }
    assertThatThrownBy(() -> recovery.task(new Divide(1, 1)).run(null))
        .isInstanceOf(TaskValidationException.class);
    assertThat(everEnqueued("divide")).isZero();
  }

  @Test
  void an_id_of_ones_own_and_a_retry_are_refused_since_all_attempts_would_be_one_task() {
    TaskOptions named = TaskOptions.defaults().id("order-17");

    assertThatThrownBy(() -> recovery.retry(TWICE_MORE).task(new Divide(1, 1), named))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContainingAll("order-17", "one task");
    assertThat(recovery.task(new Divide(6, 3), named).run(SOON)).isEqualTo(2);
  }

  @Test
  void a_mistake_of_the_caller_is_not_tried_again_and_fails_the_stage() {
    String tooLong = "x".repeat(2 * 1024 * 1024);

    assertThatThrownBy(() -> recovery.retry(TWICE_MORE).task(new Save(tooLong)).run(SOON))
        .isInstanceOf(TaskSerializationException.class);
    CompletableFuture<Void> value =
        recovery.task(new Save(tooLong)).runAsync(SOON).toCompletableFuture();
    assertThatThrownBy(value::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(TaskSerializationException.class);
  }
}
