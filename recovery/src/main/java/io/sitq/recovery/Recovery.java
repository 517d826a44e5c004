package io.sitq.recovery;

import io.sitq.AsyncTaskQueue;
import io.sitq.Task;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.TaskValidationException;
import io.sitq.spi.Names;
import io.sitq.spi.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a caller goes about tasks that may fail. Immutable: each method returns a copy with one thing
 * changed; one serves any number of calls.
 *
 * <pre>{@code
 * Recovery recovery = Recovery.on(queue)
 *     .retry(CallerRetry.exponential(Duration.ofSeconds(1)).maxAttempts(3))
 *     .circuitBreaker(breakers);
 *
 * int quotient = recovery.task(new Divide(10, 0)).fallbackValue(0).run(Duration.ofSeconds(5));
 * }</pre>
 *
 * <p>In whatever order they are set, fallbacks go around the retry, and the retry around the
 * circuit breaker: each attempt asks the breaker, a refusal is not tried again but goes to the
 * fallback.
 */
public final class Recovery {
  private final AsyncTaskQueue queue;
  private final CallerRetry retry;
  private final @Nullable CircuitBreakers breakers;

  private Recovery(AsyncTaskQueue queue, CallerRetry retry, @Nullable CircuitBreakers breakers) {
    this.queue = queue;
    this.retry = retry;
    this.breakers = breakers;
  }

  /** One attempt, no circuit breaker. The queue stays the caller's to close. */
  public static Recovery on(TaskQueue queue) {
    return new Recovery(Require.argument("queue", queue).async(), CallerRetry.never(), null);
  }

  /** When to try again. Default: never. */
  public Recovery retry(CallerRetry newRetry) {
    return new Recovery(queue, Require.setting("retry", newRetry), breakers);
  }

  /**
   * Refuses tasks whose type fails all the time, before they are enqueued. Concerns {@link #task}
   * alone: nobody need be spared a reading, or a fallback. Default: none.
   */
  public Recovery circuitBreaker(CircuitBreakers newBreakers) {
    return new Recovery(queue, retry, Require.setting("circuitBreaker", newBreakers));
  }

  /** As {@link #task(Task, TaskOptions)} with the defaults. */
  public <R> RecoveryCall<R> task(Task<R> task) {
    return task(task, TaskOptions.defaults());
  }

  /**
   * A call that enqueues the task, at each attempt anew under an id of its own. An attempt that the
   * rules follow by another one has ended, so that never two of them run at once.
   *
   * @throws TaskValidationException if its class is not fit to be a task, or the options set an id
   *     while there is a retry: the same id is the same task
   */
  public <R> RecoveryCall<R> task(Task<R> task, TaskOptions options) {
    EnqueuedTask<R> source = EnqueuedTask.of(queue, task, options);
    if (options.id().isPresent() && retry.maxAttempts() > 1) {
      throw new TaskValidationException(
          "id",
          "no retry",
          "options set the id "
              + options.id().get()
              + " and a retry of up to "
              + retry.maxAttempts()
              + " attempts, which would all be one task: leave the id or the retry out, or retry"
              + " in the worker with maxAttempts of the options");
    }
    return new RecoveryCall<>(
        queue, breakers == null ? source : breakers.guard(source), retry, true, List.of());
  }

  /**
   * A call that reads a task which exists already, or will soon: pending, running and missing ones
   * give the fallback too. A value is decoded if it is of a JDK value type.
   *
   * <p>With a retry it is read again, until it has succeeded, after the retry's delays: {@code
   * CallerRetry.exponential(Duration.ofSeconds(1)).maxAttempts(6)} reads at once and after 1, 2, 4,
   * 8 and 16 s. While the task is on its way, the delay is spent waiting for its end, and nothing
   * is read until the backend tells or the delay is over. A cancelled one is not read again.
   *
   * @throws TaskValidationException if the id is none
   */
  public RecoveryCall<Object> result(String id) {
    return existing(id, wait -> queue.getResult(id, wait));
  }

  /** As {@link #result(String)}, with the task's class, so that every value can be decoded. */
  public <R> RecoveryCall<R> result(String id, Class<? extends Task<R>> type) {
    TaskType.of(Require.argument("type", type));
    return existing(id, wait -> queue.getResult(id, type, wait));
  }

  private <R> RecoveryCall<R> existing(
      String id, Function<Duration, CompletionStage<Optional<TaskResult<R>>>> reader) {
    Names.queueOf(Require.argument("id", id));
    return new RecoveryCall<>(queue, new ExistingTask<>(id, reader), retry, false, List.of());
  }
}
