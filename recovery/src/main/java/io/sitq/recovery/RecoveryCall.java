package io.sitq.recovery;

import io.sitq.AsyncTaskQueue;
import io.sitq.Task;
import io.sitq.TaskOptions;
import io.sitq.TaskQueueException;
import io.sitq.TaskSerializationException;
import io.sitq.TaskValidationException;
import io.sitq.spi.UserThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A task, or the id of one, and what is done when it gives no value. Immutable: each method returns
 * a copy with a fallback more; they are tried in the order in which they were added. Running it
 * twice is two calls.
 *
 * <p>A fallback stands in for whatever left the call without a value: the task failed, was
 * cancelled, did not end in time or is not there; the circuit is open; the backend can't be
 * reached. Only mistakes of the caller pass it by, since they would be hidden: a {@link
 * TaskValidationException} or {@link TaskSerializationException}; and an {@code Error} on the
 * caller's side, such as {@code OutOfMemoryError}, which the call throws or its stage fails with.
 *
 * @param <R> the type of the value
 */
public final class RecoveryCall<R> {
  /** The header of a fallback task that names the task it stands in for. */
  public static final String FALLBACK_FOR = "sitq-fallback-for";

  private final AsyncTaskQueue queue;
  private final Source<R> source;
  private final CallerRetry retry;
  private final boolean enqueues;
  private final List<Fallback<R>> fallbacks;

  RecoveryCall(
      AsyncTaskQueue queue,
      Source<R> source,
      CallerRetry retry,
      boolean enqueues,
      List<Fallback<R>> fallbacks) {
    this.queue = queue;
    this.source = source;
    this.retry = retry;
    this.enqueues = enqueues;
    this.fallbacks = fallbacks;
  }

  /** With a value to give instead; may be null. */
  public RecoveryCall<R> fallbackValue(@Nullable R value) {
    return with(Fallback.by(failed -> value), enqueues);
  }

  /**
   * With a function that makes the value, or throws: {@link FailedCall#cause}, which leaves the
   * call's failure as it was, or anything else, which is a {@link FallbackFailedException}. {@link
   * #run} calls it on the caller's thread; {@link #runAsync} on the JDK's common pool, where it
   * must not block.
   */
  public RecoveryCall<R> fallbackBy(
      Function<? super FailedCall<R>, ? extends @Nullable R> function) {
    return with(Fallback.by(Require.argument("fallbackBy", function)), enqueues);
  }

  /** As {@link #fallbackTask(Task, TaskOptions)} with the defaults. */
  public <F extends R> RecoveryCall<R> fallbackTask(Task<F> task) {
    return fallbackTask(task, TaskOptions.defaults());
  }

  /**
   * With another task, which is enqueued once, without retry or circuit breaker, and awaited for as
   * long as the first. Why it is needed is logged at WARN with the failed task's id (at DEBUG if
   * the circuit is open), which it carries in its header {@link #FALLBACK_FOR}.
   *
   * @throws TaskValidationException if its class is not fit to be a task
   */
  public <F extends R> RecoveryCall<R> fallbackTask(Task<F> task, TaskOptions options) {
    return with(FallbackTask.of(queue, task, options), true);
  }

  /**
   * Runs the call and waits for its value.
   *
   * @param timeout how long each task is waited for that is enqueued, the fallback's included; the
   *     delays of retries come on top. For an existing task, how long its first reading waits for
   *     its end, where zero looks once; later readings wait as the retry says.
   * @return the value, or a fallback's; null if that is the value, or the task's is not kept
   * @throws AttemptsFailedException if the task failed, was cancelled or has not ended in time; it
   *     lists every attempt
   * @throws CircuitOpenException if the circuit is open; the failures of attempts before it are
   *     suppressed exceptions
   * @throws FallbackFailedException if the last fallback failed too; it has both causes
   * @throws TaskQueueException if an existing task is not known; or the thread is interrupted,
   *     whose flag is set again: no further attempt is made, the task that was waited for goes on
   * @throws io.sitq.BackendException if the backend fails; that is not tried again
   * @throws TaskValidationException if the timeout or the task is not acceptable
   * @throws TaskSerializationException if the task can't be encoded, or the value decoded
   */
  public @Nullable R run(Duration timeout) {
    Run run = newRun(timeout);
    Outcome<R> outcome = Blocking.join(new Retrying<>(source, retry, run).start(), run);
    for (Fallback<R> fallback : fallbacks) {
      if (outcome instanceof Outcome.NoValue<R> none) {
        Run fallbackRun = new Run(timeout);
        outcome = Blocking.join(fallback.instead(none.call(), fallbackRun), fallbackRun);
      }
    }
    return Blocking.value(outcome);
  }

  /**
   * As {@link #run}, without a thread that waits: delays are timers of one daemon thread that all
   * calls share. The stage completes on the JDK's common pool, with the exceptions of {@code run};
   * one about the timeout is thrown at once. Cancelling the stage's future ends the call: no
   * further attempt, no fallback; the task goes on.
   */
  public CompletionStage<@Nullable R> runAsync(Duration timeout) {
    Run run = newRun(timeout);
    CompletableFuture<@Nullable R> value =
        new Retrying<>(source, retry, run)
            .start()
            .handleAsync(
                (outcome, thrown) ->
                    thrown == null
                        ? withFallbacks(outcome, run, timeout)
                        : CompletableFuture.<Outcome<R>>failedFuture(thrown),
                UserThreads.pool())
            .thenCompose(last -> last)
            .thenApply(Outcome::valueOrThrow)
            .toCompletableFuture();
    CompletionStage<?> unused = value.whenComplete((given, thrown) -> run.stop());
    return value;
  }

  /** Calls the functions among the fallbacks on this thread, or on the common pool. */
  private CompletionStage<Outcome<R>> withFallbacks(Outcome<R> primary, Run run, Duration timeout) {
    CompletionStage<Outcome<R>> last = CompletableFuture.completedFuture(primary);
    for (Fallback<R> fallback : fallbacks) {
      last =
          last.thenCompose(
              outcome ->
                  outcome instanceof Outcome.NoValue<R> none && !run.isStopped()
                      ? fallback.instead(none.call(), new Run(timeout))
                      : CompletableFuture.completedFuture(outcome));
    }
    return last;
  }

  private Run newRun(Duration timeout) {
    Require.timeout(timeout, !enqueues);
    return new Run(timeout);
  }

  private RecoveryCall<R> with(Fallback<R> fallback, boolean nowEnqueues) {
    List<Fallback<R>> more = new ArrayList<>(fallbacks);
    more.add(fallback);
    return new RecoveryCall<>(queue, source, retry, nowEnqueues, List.copyOf(more));
  }
}
