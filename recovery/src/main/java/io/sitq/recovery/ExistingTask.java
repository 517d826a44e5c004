package io.sitq.recovery;

import io.sitq.TaskQueueException;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Each attempt reads a task that somebody has enqueued. While it is on its way, the delay before
 * the next reading is spent waiting for its end, which the backend tells; a task that is missing or
 * failed is left alone for that time, since it may be enqueued or requeued.
 */
record ExistingTask<R>(
    String id, Function<Duration, CompletionStage<Optional<TaskResult<R>>>> reader)
    implements Source<R> {

  @Override
  public String taskName() {
    return id;
  }

  @Override
  public CompletionStage<Outcome<R>> attempt(Run run) {
    run.taskId(id);
    return Failures.guarded(() -> reader.apply(run.nextWait()))
        .handle(
            (found, thrown) ->
                thrown == null ? outcome(run, found) : Failures.outcome(thrown, id, run));
  }

  private Outcome<R> outcome(Run run, Optional<TaskResult<R>> found) {
    if (found.isEmpty()) {
      return run.unseen(
          id,
          new TaskQueueException(
              "getResult",
              "task " + id + " is not known: it was never enqueued, or its result has expired",
              null),
          true);
    }
    TaskResult<R> result = found.get();
    return result.isSuccess()
        ? new Outcome.Value<>(result.value())
        : run.unsuccessful(id, result, result.status() != TaskStatus.CANCELLED);
  }

  @Override
  public Duration pause(Run run, Outcome.NoValue<R> last, Duration delay) {
    boolean onItsWay = last.call().result().filter(r -> !r.status().isTerminal()).isPresent();
    run.nextWait(onItsWay ? delay : Duration.ZERO);
    return onItsWay ? Duration.ZERO : delay;
  }
}
