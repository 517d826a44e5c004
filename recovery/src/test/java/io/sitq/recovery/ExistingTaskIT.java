package io.sitq.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.sitq.Backoff;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueueException;
import io.sitq.TaskStatus;
import io.sitq.TaskValidationException;
import io.sitq.recovery.Tasks.Divide;
import io.sitq.recovery.Tasks.Flaky;
import io.sitq.recovery.Tasks.Nobody;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ExistingTaskIT extends OnRedis {
  private static final String MISSING = "default:missing";
  private static final CallerRetry FOREVER =
      CallerRetry.fixed(Duration.ofMillis(20)).maxAttempts(1000);

  @Test
  void the_value_of_a_task_that_succeeded_is_read() {
    String divided = queue.enqueue(new Divide(6, 3)).id();
    String text = queue.enqueue(new Flaky("a", 0)).id();

    assertThat(recovery.result(divided, Divide.class).run(SOON)).isEqualTo(2);
    assertThat(recovery.result(divided, Divide.class).run(Duration.ZERO)).isEqualTo(2);
    assertThat(recovery.result(text).run(SOON)).isEqualTo("run 1");
  }

  @Test
  void a_missing_task_is_read_again_until_it_is_there() {
    CompletableFuture<Integer> value =
        recovery
            .retry(FOREVER)
            .result("default:later", Divide.class)
            .runAsync(Duration.ZERO)
            .toCompletableFuture();
    assertThat(value).isNotDone();

    queue.enqueue(new Divide(6, 3), TaskOptions.defaults().id("later"));

    assertThat(value).succeedsWithin(SOON).isEqualTo(2);
  }

  @Test
  void a_task_on_its_way_is_awaited_and_does_not_sit_out_the_delay() {
    TaskHandle<Integer> handle =
        queue.enqueue(new Divide(6, 3), TaskOptions.defaults().delay(Duration.ofMillis(200)));
    CallerRetry slow = CallerRetry.fixed(Duration.ofMinutes(10)).maxAttempts(2);

    CompletableFuture<Integer> value =
        recovery
            .retry(slow)
            .result(handle.id(), Divide.class)
            .runAsync(Duration.ZERO)
            .toCompletableFuture();

    assertThat(value).succeedsWithin(SOON).isEqualTo(2);
  }

  @Test
  void a_failed_task_is_read_again_and_succeeds_once_it_is_requeued() {
    String id = queue.enqueue(new Flaky("a", 1)).id();
    CompletableFuture<String> value =
        recovery.retry(FOREVER).result(id, Flaky.class).runAsync(SOON).toCompletableFuture();
    await().until(() -> queue.getResult(id).orElseThrow().isFailed());
    assertThat(value).isNotDone();

    queue.deadLetters().requeue(id);

    assertThat(value).succeedsWithin(SOON).isEqualTo("run 2");
  }

  @Test
  void readings_double_their_distance_and_the_last_failure_lists_them() {
    String id = queue.enqueue(new Divide(1, 0)).id();
    CallerRetry retry =
        CallerRetry.of(Backoff.exponential(Duration.ofMillis(30)).jitter(0)).maxAttempts(4);
    long start = System.nanoTime();

    AttemptsFailedException failure =
        catchThrowableOfType(
            AttemptsFailedException.class, () -> recovery.retry(retry).result(id).run(SOON));

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(30 + 60 + 120));
    assertThat(ids(failure)).containsExactly(id, id, id, id);
    assertThat(everEnqueued("divide")).isEqualTo(1);
  }

  @Test
  void the_rules_by_error_type_hold_for_readings_too() {
    String id = queue.enqueue(new Divide(1, 0)).id();
    CallerRetry retry = FOREVER.giveUpOn(ArithmeticException.class);

    assertThatThrownBy(() -> recovery.retry(retry).result(id).run(SOON))
        .isInstanceOf(AttemptsFailedException.class)
        .hasMessageContaining("1 attempt:");
  }

  @Test
  void a_cancelled_task_is_not_read_again() {
    String id = queue.enqueue(new Nobody(), TaskOptions.defaults().queue("nobodys")).id();
    queue.cancel(id);

    AttemptsFailedException failure =
        catchThrowableOfType(
            AttemptsFailedException.class, () -> recovery.retry(FOREVER).result(id).run(SOON));

    assertThat(failure.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(failure.attempts()).hasSize(1);
    assertThat(failure).hasMessageContaining("was cancelled");
  }

  @Test
  void a_missing_task_is_said_to_be_unknown() {
    assertThatThrownBy(() -> recovery.result(MISSING).run(SOON))
        .isInstanceOf(TaskQueueException.class)
        .hasMessageContainingAll(MISSING, "not known");
  }

  @Test
  void missing_pending_failed_and_cancelled_ones_give_the_fallback() {
    TaskOptions nobodys = TaskOptions.defaults().queue("nobodys");
    String pending = queue.enqueue(new Nobody(), nobodys).id();
    String cancelled = queue.enqueue(new Nobody(), nobodys).id();
    queue.cancel(cancelled);
    String failed = queue.enqueue(new Divide(1, 0)).id();

    for (String id : new String[] {MISSING, pending, cancelled, failed}) {
      assertThat(recovery.result(id, Nobody.class).fallbackValue(7).run(SHORT)).isEqualTo(7);
      assertThat(recovery.result(id, Nobody.class).fallbackValue(null).run(SHORT)).isNull();
    }
    assertThat(recovery.result(pending, Nobody.class).fallbackValue(7).run(Duration.ZERO))
        .isEqualTo(7);
    queue.cancel(pending);
  }

  @Test
  void a_fallback_task_can_stand_in_for_an_existing_one() {
    RecoveryCall<Integer> call =
        recovery.result(MISSING, Divide.class).fallbackTask(new Divide(8, 2));

    assertThat(call.run(SOON)).isEqualTo(4);
    assertThatThrownBy(() -> call.run(Duration.ZERO))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("at least 1 ms");
  }

  @Test
  void bad_input_is_refused() {
    assertThatThrownBy(() -> recovery.result(null)).isInstanceOf(TaskValidationException.class);
    assertThatThrownBy(() -> recovery.result("no-queue"))
        .isInstanceOf(TaskValidationException.class);
    assertThatThrownBy(() -> recovery.result(MISSING, (Class<Divide>) null))
        .isInstanceOf(TaskValidationException.class);
    assertThatThrownBy(() -> recovery.result(MISSING).run(Duration.ofMillis(-1)))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("must not be negative");
  }
}
