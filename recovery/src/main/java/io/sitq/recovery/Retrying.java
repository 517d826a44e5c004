package io.sitq.recovery;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.sitq.TaskResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Attempts, one after another, until one gives a value or the rules say no. */
final class Retrying<R> {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final Source<R> source;
  private final CallerRetry rules;
  private final Run run;

  /** Written by one attempt at a time. */
  private int ended;

  Retrying(Source<R> source, CallerRetry rules, Run run) {
    this.source = source;
    this.rules = rules;
    this.run = run;
  }

  CompletionStage<Outcome<R>> start() {
    RetryConfig config =
        RetryConfig.<Outcome<R>>custom()
            .maxAttempts(rules.maxAttempts())
            .retryOnException(callersMistake -> false)
            .retryOnResult(this::goesOn)
            .intervalBiFunction((failures, outcome) -> pauseMillis(failures, outcome.get()))
            .build();
    return Retry.of(source.taskName(), config)
        .decorateCompletionStage(Delays.SCHEDULER, this::attempt)
        .get()
        .thenApply(this::withTheRulesError);
  }

  /** A stop during the delay comes before the source, which must not enqueue any more. */
  private CompletionStage<Outcome<R>> attempt() {
    return run.isStopped()
        ? CompletableFuture.completedFuture(run.stoppedCall(source.taskName()))
        : source.attempt(run);
  }

  private Outcome<R> withTheRulesError(Outcome<R> outcome) {
    return run.hasRuleError() && outcome instanceof Outcome.NoValue<R> none
        ? new Outcome.NoValue<>(none.call().because(run.failure(source.taskName())), false)
        : outcome;
  }

  private boolean goesOn(Outcome<R> outcome) {
    ended++;
    return outcome instanceof Outcome.NoValue<R> none
        && none.retriable()
        && ended < rules.maxAttempts()
        && !run.isStopped()
        && none.call().result().filter(TaskResult::isFailed).map(this::allowed).orElse(true);
  }

  /** Whatever a rule throws, the call must end. */
  private boolean allowed(TaskResult<R> failed) {
    try {
      return rules.allows(failed);
    } catch (Throwable e) {
      run.ruleThrew(e);
      return false;
    }
  }

  private long pauseMillis(int failures, Outcome<R> outcome) {
    Outcome.NoValue<R> failed = (Outcome.NoValue<R>) outcome;
    Duration delay = rules.backoff().delayAfter(failures);
    tell(failures, failed.call(), delay);
    return source.pause(run, failed, delay).toMillis();
  }

  /** A failure at INFO; that a task is still missing or on its way at DEBUG. */
  private void tell(int failures, FailedCall<R> failed, Duration delay) {
    Optional<TaskResult<R>> result = failed.result();
    new LogLine(log, result.filter(TaskResult::isFailed).isPresent() ? Level.INFO : Level.DEBUG)
        .with("task_id", failed.taskId().orElse(null))
        .with("task", result.map(TaskResult::taskName).orElse(null))
        .with("attempt", failures)
        .with("error_type", result.map(TaskResult::errorType).orElse(null))
        .with("retry_delay", delay)
        .write("No value, trying again: {}", OneLine.of(failed.cause().getMessage()));
  }
}
