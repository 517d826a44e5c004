package io.sitq.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sitq.TaskQueueException;
import io.sitq.TaskResult;
import io.sitq.TaskSerializationException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a call does with what its attempts and fallbacks give; no task is enqueued. */
class RecoveryCallTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final CallerRetry TWICE_MORE = CallerRetry.fixed(Duration.ofMillis(5));

  private final CircuitBreakers breakers = CircuitBreakers.defaults();
  private final Queue<Function<Run, CompletionStage<Outcome<String>>>> attempts =
      new ArrayDeque<>();

  /** Makes the attempts that a test has planned. */
  private final class Planned implements Source<String> {
    @Override
    public String taskName() {
      return "planned";
    }

    @Override
    public CompletionStage<Outcome<String>> attempt(Run run) {
      return attempts.remove().apply(run);
    }

    @Override
    public Duration pause(Run run, Outcome.NoValue<String> last, Duration delay) {
      return delay;
    }
  }

  private RecoveryCall<String> call() {
    return new RecoveryCall<>(null, breakers.guard(new Planned()), TWICE_MORE, true, List.of());
  }

  private RecoveryCall<String> reading(
      Function<Duration, CompletionStage<Optional<TaskResult<String>>>> reader) {
    return new RecoveryCall<>(
        null,
        breakers.guard(new ExistingTask<>("default:a", reader)),
        TWICE_MORE,
        false,
        List.of());
  }

  private CircuitBreaker breaker() {
    return breakers.unwrap(CircuitBreakerRegistry.class).circuitBreaker("planned");
  }

  private static Outcome<String> missing(Run run) {
    return run.unseen("planned", new TaskQueueException("run", "missing", null), true);
  }

  /** The end of a call, without another attempt. */
  private static CompletionStage<Outcome<String>> refused(Run run) {
    return CompletableFuture.completedFuture(
        run.unseen("planned", new TaskQueueException("run", "refused", null), false));
  }

  private static void assertOnCommonPool(CompletableFuture<Thread> seen) {
    assertThat(seen)
        .succeedsWithin(SOON)
        .isInstanceOfSatisfying(
            ForkJoinWorkerThread.class,
            thread -> assertThat(thread.getPool()).isSameAs(ForkJoinPool.commonPool()));
  }

  /** Runs the call, of which the fallback and what depends on the stage must be on the pool. */
  private void runsUsersCodeOnThePool(CountDownLatch dependentsAreThere) {
    CompletableFuture<Thread> ofFallback = new CompletableFuture<>();
    CompletableFuture<Thread> ofDependent = new CompletableFuture<>();
    CompletionStage<?> unused =
        call()
            .fallbackBy(
                failed -> {
                  ofFallback.complete(Thread.currentThread());
                  awaitQuietly(dependentsAreThere);
                  return "instead";
                })
            .runAsync(SOON)
            .thenAccept(value -> ofDependent.complete(Thread.currentThread()));
    dependentsAreThere.countDown();

    assertOnCommonPool(ofFallback);
    assertOnCommonPool(ofDependent);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void an_open_circuit_holds_neither_the_caller_nor_runs_its_code_on_the_callers_thread() {
    breaker().transitionToOpenState();

    runsUsersCodeOnThePool(new CountDownLatch(1));
  }

  @Test
  void an_attempt_that_ends_on_the_timer_s_thread_runs_no_code_of_users_there() {
    attempts.add(
        run -> {
          breaker().transitionToOpenState();
          return CompletableFuture.completedFuture(missing(run));
        });

    runsUsersCodeOnThePool(new CountDownLatch(1));
    assertThat(attempts).isEmpty();
  }

  @Test
  void a_mistake_that_is_found_on_the_timer_s_thread_is_told_on_the_pool() {
    CompletableFuture<Outcome<String>> first = new CompletableFuture<>();
    attempts.add(run -> first.thenApply(go -> missing(run)));
    attempts.add(
        run ->
            CompletableFuture.failedFuture(
                new TaskSerializationException("planned", "", "can't be encoded", null)));
    CompletableFuture<Thread> ofDependent = new CompletableFuture<>();

    CompletionStage<?> unused =
        call()
            .runAsync(SOON)
            .whenComplete((value, thrown) -> ofDependent.complete(Thread.currentThread()));
    first.complete(null);

    assertOnCommonPool(ofDependent);
  }

  @Test
  void a_function_that_throws_the_failure_it_was_given_leaves_it_as_it_was() {
    attempts.add(RecoveryCallTest::refused);
    attempts.add(RecoveryCallTest::refused);
    RecoveryCall<String> call =
        call()
            .fallbackBy(
                failed -> {
                  throw failed.cause();
                });

    assertThatThrownBy(() -> call.run(SOON))
        .isInstanceOf(TaskQueueException.class)
        .hasMessage("refused");
    assertThat(call.runAsync(SOON).toCompletableFuture())
        .failsWithin(SOON)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(TaskQueueException.class)
        .withMessage("refused");
  }

  @Test
  void the_next_fallback_stands_in_for_a_failure_that_was_thrown_on() {
    breaker().transitionToOpenState();

    assertThat(
            call()
                .fallbackBy(
                    failed -> {
                      throw failed.cause();
                    })
                .fallbackBy(failed -> failed.cause().getClass().getSimpleName())
                .run(SOON))
        .isEqualTo("CircuitOpenException");
  }

  @Test
  @Timeout(30)
  void an_error_on_a_later_attempt_ends_the_call() {
    Error error = new StackOverflowError("deep");
    AtomicInteger reads = new AtomicInteger();
    RecoveryCall<String> call =
        reading(
            wait -> {
              if (reads.incrementAndGet() % 2 == 0) {
                throw error;
              }
              return CompletableFuture.completedFuture(Optional.empty());
            });

    assertThatThrownBy(() -> call.run(SOON)).isSameAs(error);
    assertThat(call.runAsync(SOON).toCompletableFuture())
        .failsWithin(SOON)
        .withThrowableThat()
        .withCause(error);
  }

  @Test
  void an_error_on_a_first_attempt_fails_the_stage_and_is_not_thrown_at_once() {
    Error error = new StackOverflowError("deep");
    RecoveryCall<String> call =
        reading(
            wait -> {
              throw error;
            });

    assertThat(call.fallbackValue("instead").runAsync(SOON).toCompletableFuture())
        .failsWithin(SOON)
        .withThrowableThat()
        .withCause(error);
  }

  @Test
  void an_error_gives_back_the_place_that_a_half_open_circuit_has_for_one_task() {
    Error error = new StackOverflowError("deep");
    CircuitBreaker breaker =
        breakers.unwrap(CircuitBreakerRegistry.class).circuitBreaker("default:a");
    breaker.transitionToOpenState();
    breaker.transitionToHalfOpenState();
    RecoveryCall<String> call =
        reading(
            wait -> {
              throw error;
            });

    assertThatThrownBy(() -> call.run(SOON)).isSameAs(error);

    assertThat(breakers.state("default:a")).isEqualTo(CircuitState.HALF_OPEN);
    assertThat(breaker.tryAcquirePermission()).isTrue();
  }

  @Test
  void an_interrupt_names_the_fallback_s_task_which_is_the_one_that_goes_on() {
    attempts.add(
        run -> {
          run.taskId("default:primary");
          return refused(run);
        });
    Fallback<String> interrupted =
        (failed, run) -> {
          run.taskId("default:fallback");
          Thread.currentThread().interrupt();
          return new CompletableFuture<>();
        };
    RecoveryCall<String> call =
        new RecoveryCall<>(null, new Planned(), TWICE_MORE, true, List.of(interrupted));

    assertThatThrownBy(() -> call.run(SOON))
        .isInstanceOf(TaskQueueException.class)
        .hasMessageContaining("waited for task default:fallback, which goes on");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void a_call_from_before_the_circuit_opened_lets_no_second_task_through_when_it_does_not_count() {
    CompletableFuture<Outcome<String>> slow = new CompletableFuture<>();
    attempts.add(run -> slow);
    CompletableFuture<String> value = call().runAsync(SOON).toCompletableFuture();
    breaker().transitionToOpenState();
    breaker().transitionToHalfOpenState();

    slow.completeExceptionally(
        new TaskSerializationException("planned", "", "can't be encoded", null));

    assertThat(value).failsWithin(SOON);
    assertThat(breaker().tryAcquirePermission()).isTrue();
    assertThat(breaker().tryAcquirePermission()).isFalse();
  }
}
