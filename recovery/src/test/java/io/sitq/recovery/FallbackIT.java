package io.sitq.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sitq.BackendConnectionException;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskSerializationException;
import io.sitq.TaskValidationException;
import io.sitq.recovery.Tasks.Divide;
import io.sitq.recovery.Tasks.Flaky;
import io.sitq.recovery.Tasks.Nobody;
import io.sitq.recovery.Tasks.ReadNames;
import io.sitq.recovery.Tasks.Save;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.SitqRedis;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FallbackIT extends OnRedis {
  private static final ReadNames NO_SUCH_FILE = new ReadNames("/nonexistent.txt");

  @Test
  void a_value_stands_in_for_a_task_that_fails_and_not_for_one_that_succeeds() {
    assertThat(recovery.task(new Divide(1, 0)).fallbackValue(0).run(SOON)).isEqualTo(0);
    assertThat(recovery.task(new Divide(6, 3)).fallbackValue(0).run(SOON)).isEqualTo(2);
    assertThat(recovery.task(new Divide(1, 0)).fallbackValue(null).run(SOON)).isNull();
  }

  @Test
  void the_type_of_the_value_is_the_tasks() {
    List<String> names = recovery.task(NO_SUCH_FILE).fallbackValue(List.of()).run(SOON);

    assertThat(names).isEmpty();
  }

  @Test
  void a_value_stands_in_for_a_task_that_does_not_end_in_time() {
    TaskOptions nobodys = TaskOptions.defaults().queue("nobodys");

    assertThat(recovery.task(new Nobody(), nobodys).fallbackValue(3).run(SHORT)).isEqualTo(3);
  }

  @Test
  void a_function_makes_the_value_from_the_failed_result() {
    RecoveryCall<List<String>> call =
        recovery
            .task(NO_SUCH_FILE)
            .fallbackBy(
                failed ->
                    failed.failedWith(NoSuchFileException.class)
                        ? List.of(failed.result().orElseThrow().error(), failed.taskId().get())
                        : List.of());

    List<String> value = call.run(SOON);
    assertThat(value).hasSize(2);
    assertThat(value.get(0)).contains("/nonexistent.txt");
    assertThat(queue.getResult(value.get(1)).orElseThrow().isFailed()).isTrue();
    assertThat(call.runAsync(SOON).toCompletableFuture())
        .succeedsWithin(SOON)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(2);
  }

  @Test
  void a_blocking_call_asks_its_function_on_the_callers_thread() {
    Thread[] asked = new Thread[1];

    recovery
        .task(new Divide(1, 0))
        .fallbackBy(
            failed -> {
              asked[0] = Thread.currentThread();
              return queue.enqueue(new Divide(4, 2)).await(SOON).value();
            })
        .run(SOON);

    assertThat(asked[0]).isSameAs(Thread.currentThread());
  }

  @Test
  void another_task_stands_in_and_the_failure_is_logged_with_its_id() {
    try (LogCapture log = new LogCapture(Recovery.class.getName())) {
      Integer value = recovery.task(new Divide(1, 0)).fallbackTask(new Divide(8, 2)).run(SOON);

      assertThat(value).isEqualTo(4);
      assertThat(log.lines()).singleElement().asString().contains("WARN", "/ by zero");
      String primary = (String) log.pairs(0).get("task_id");
      assertThat(queue.getResult(primary).orElseThrow().isFailed()).isTrue();
      assertThat(log.pairs(0))
          .containsEntry("error_type", "java.lang.ArithmeticException")
          .containsEntry("fallback_task", "divide");
      assertThat(headers).containsEntry(RecoveryCall.FALLBACK_FOR, primary);
    }
  }

  @Test
  void another_task_stands_in_without_a_thread_that_waits() {
    assertThat(
            recovery
                .task(new Flaky("a", 9))
                .fallbackTask(new Flaky("b", 0))
                .runAsync(SOON)
                .toCompletableFuture())
        .succeedsWithin(SOON)
        .isEqualTo("run 1");
  }

  @Test
  void when_the_fallback_task_fails_too_the_exception_has_both_causes() {
    FallbackFailedException failure =
        catchThrowableOfType(
            FallbackFailedException.class,
            () -> recovery.task(new Flaky("a", 9)).fallbackTask(new Flaky("b", 9)).run(SOON));

    assertThat(failure).hasMessageContainingAll("run 1 of a", "run 1 of b");
    assertThat(failure).hasCause(failure.primaryFailure());
    assertThat(failure.getSuppressed()).contains(failure.fallbackFailure());
    assertThat(failure.primaryFailure()).isInstanceOf(AttemptsFailedException.class);
    assertThat(failure.fallbackFailure()).isInstanceOf(AttemptsFailedException.class);
    assertThat(ids((AttemptsFailedException) failure.primaryFailure()))
        .doesNotContainAnyElementsOf(ids((AttemptsFailedException) failure.fallbackFailure()));
  }

  @Test
  void when_the_function_throws_the_exception_has_both_causes() {
    RuntimeException thrown = new IllegalStateException("no cache");
    RecoveryCall<Integer> call =
        recovery
            .task(new Divide(1, 0))
            .fallbackBy(
                failed -> {
                  throw thrown;
                });

    assertThatThrownBy(() -> call.run(SOON))
        .isInstanceOf(FallbackFailedException.class)
        .hasMessageContainingAll("/ by zero", "no cache")
        .hasSuppressedException(thrown);
    assertThat(call.runAsync(SOON).toCompletableFuture())
        .failsWithin(SOON)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(FallbackFailedException.class);
  }

  @Test
  void fallbacks_are_tried_in_their_order() {
    RecoveryCall<Integer> call =
        recovery.task(new Divide(1, 0)).fallbackTask(new Divide(2, 0)).fallbackValue(5);

    assertThat(call.run(SOON)).isEqualTo(5);
    assertThat(call.runAsync(SOON).toCompletableFuture()).succeedsWithin(SOON).isEqualTo(5);
    assertThat(everEnqueued("divide")).isEqualTo(4);
  }

  @Test
  void a_fallback_goes_around_the_retry() {
    Recovery retrying = recovery.retry(CallerRetry.fixed(Duration.ofMillis(5)));

    assertThat(retrying.task(new Flaky("a", 9)).fallbackValue("none").run(SOON)).isEqualTo("none");
    assertThat(runs).containsEntry("a", 3);
    assertThat(retrying.task(new Flaky("b", 2)).fallbackValue("none").run(SOON)).isEqualTo("run 3");
  }

  @Test
  void a_mistake_of_the_caller_is_not_hidden_by_a_fallback() {
    Save tooLong = new Save("x".repeat(2 * 1024 * 1024));

    assertThatThrownBy(() -> recovery.task(tooLong).fallbackValue(null).run(SOON))
        .isInstanceOf(TaskSerializationException.class);
  }

  @Test
  void a_mistake_in_the_fallback_task_shows_both_causes() {
    Save tooLong = new Save("x".repeat(2 * 1024 * 1024));
    TaskOptions nobodys = TaskOptions.defaults().queue("nobodys");

    assertThatThrownBy(() -> recovery.task(new Save("x"), nobodys).fallbackTask(tooLong).run(SHORT))
        .isInstanceOf(FallbackFailedException.class)
        .hasMessageContainingAll("not ended in time", "can't be encoded");
  }

  @Test
  void a_fallback_stands_in_while_redis_is_away() {
    try (SitqRedis own = SitqRedis.builder().localProcess().start();
        TaskQueue away =
            TaskQueue.on(
                RedisBackend.connect(
                    RedisSettings.of(own.uri()).retryTimeout(Duration.ofMillis(200))))) {
      own.kill();
      Recovery without = Recovery.on(away).retry(CallerRetry.fixed(Duration.ofMillis(5)));

      assertThatThrownBy(() -> without.task(new Divide(6, 3)).run(SOON))
          .isInstanceOf(BackendConnectionException.class);
      assertThat(without.task(new Divide(6, 3)).fallbackValue(1).run(SOON)).isEqualTo(1);
      CompletableFuture<Integer> both =
          without
              .task(new Divide(6, 3))
              .fallbackTask(new Divide(8, 2))
              .runAsync(SOON)
              .toCompletableFuture();
      assertThat(both)
          .failsWithin(SOON)
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(FallbackFailedException.class);
    }
  }

  @Test
  void null_for_a_function_or_a_task_is_refused() {
    RecoveryCall<Integer> call = recovery.task(new Divide(1, 0));

    assertThatThrownBy(() -> call.fallbackBy(null)).isInstanceOf(TaskValidationException.class);
    assertThatThrownBy(() -> call.fallbackTask(null)).isInstanceOf(TaskValidationException.class);
    assertThatThrownBy(() -> call.fallbackTask(new Divide(1, 1), null))
        .isInstanceOf(TaskValidationException.class);
  }
}
