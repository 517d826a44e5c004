package io.sitq.recovery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks a circuit breaker before each attempt and tells it the outcome. What says nothing about the
 * health of the tasks' type is not counted: a cancelled task, a mistake of the caller, an error
 * that the breaker is told to ignore.
 */
record Guarded<R>(Source<R> source, CircuitBreaker breaker, Predicate<TaskResult<?>> ignored)
    implements Source<R> {

  @Override
  public String taskName() {
    return source.taskName();
  }

  @Override
  public CompletionStage<Outcome<R>> attempt(Run run) {
    if (!breaker.tryAcquirePermission()) {
      return CompletableFuture.completedFuture(
          run.unseen(taskName(), new CircuitOpenException(taskName()), false));
    }
    boolean isTrial = breaker.getState() == CircuitBreaker.State.HALF_OPEN;
    long start = breaker.getCurrentTimestamp();
    return source
        .attempt(run)
        .whenComplete(
            (outcome, thrown) -> tell(outcome, isTrial, breaker.getCurrentTimestamp() - start));
  }

  /**
   * A half-open circuit takes each permission that is given back for a further one, so only a task
   * that a half-open one let through gives one back: none that began before the circuit opened.
   */
  private void tell(@Nullable Outcome<R> outcome, boolean isTrial, long elapsed) {
    TimeUnit unit = breaker.getTimestampUnit();
    if (outcome instanceof Outcome.Value<R>) {
      breaker.onSuccess(elapsed, unit);
    } else if (outcome instanceof Outcome.NoValue<R> none && counts(none.call())) {
      breaker.onError(elapsed, unit, none.call().cause());
    } else if (isTrial) {
      breaker.releasePermission();
    }
  }

  private boolean counts(FailedCall<R> failed) {
    return failed
        .result()
        .filter(result -> result.status() == TaskStatus.CANCELLED || ignored.test(result))
        .isEmpty();
  }

  @Override
  public Duration pause(Run run, Outcome.NoValue<R> last, Duration delay) {
    return source.pause(run, last, delay);
  }
}
