package io.sitq.recovery;

import io.sitq.AsyncTaskQueue;
import io.sitq.Task;
import io.sitq.TaskOptions;
import io.sitq.TaskResult;
import io.sitq.spi.Limits;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Graceful degradation: another task is enqueued, once, and awaited. */
record FallbackTask<R, F extends R>(EnqueuedTask<F> source) implements Fallback<R> {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  static <R, F extends R> FallbackTask<R, F> of(
      AsyncTaskQueue queue, Task<F> task, TaskOptions options) {
    return new FallbackTask<>(EnqueuedTask.of(queue, task, options));
  }

  @Override
  public CompletionStage<Outcome<R>> instead(FailedCall<R> failed, Run run) {
    tell(failed);
    return tracing(failed)
        .attempt(run)
        .handle(
            (outcome, thrown) -> {
              if (thrown != null) {
                Throwable cause = Failures.unwrapped(thrown);
                Failures.rethrowError(cause);
                return Fallback.failedToo(failed, cause);
              }
              return outcome instanceof Outcome.NoValue<F> none
                  ? Fallback.failedToo(failed, none.call().cause())
                  : new Outcome.Value<>(((Outcome.Value<F>) outcome).value());
            });
  }

  /** At WARN; a refusal by an open circuit at DEBUG, since that it opened was said at WARN. */
  private void tell(FailedCall<R> failed) {
    boolean refused = failed.cause() instanceof CircuitOpenException;
    new LogLine(log, refused ? Level.DEBUG : Level.WARN)
        .with("task_id", failed.taskId().orElse(null))
        .with("error_type", failed.result().map(TaskResult::errorType).orElse(null))
        .with("fallback_task", source.taskName())
        .write("No value, its fallback is enqueued: {}", OneLine.of(failed.cause().getMessage()));
  }

  /** The same task with the id of the one that it stands in for. */
  private EnqueuedTask<F> tracing(FailedCall<R> failed) {
    TaskOptions options = source.options();
    if (failed.taskId().isEmpty() || options.headers().size() >= Limits.HEADERS) {
      return source;
    }
    return new EnqueuedTask<>(
        source.queue(),
        source.task(),
        source.taskName(),
        options.header(RecoveryCall.FALLBACK_FOR, failed.taskId().get()));
  }
}
