package io.sitq.recovery;

import io.sitq.AsyncTaskQueue;
import io.sitq.Task;
import io.sitq.TaskOptions;
import io.sitq.TaskResult;
import io.sitq.spi.TaskType;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Each attempt enqueues the task anew and waits for its end. */
record EnqueuedTask<R>(AsyncTaskQueue queue, Task<R> task, String taskName, TaskOptions options)
    implements Source<R> {

  static <R> EnqueuedTask<R> of(AsyncTaskQueue queue, Task<R> task, TaskOptions options) {
    Require.argument("options", options);
    String name = TaskType.of(Require.argument("task", task).getClass()).name();
    return new EnqueuedTask<>(queue, task, name, options);
  }

  @Override
  public CompletionStage<Outcome<R>> attempt(Run run) {
    return Failures.guarded(() -> queue.enqueue(task, options))
        .thenCompose(
            handle -> {
              run.taskId(handle.id());
              return handle.awaitAsync(run.nextWait());
            })
        .handle(
            (result, thrown) ->
                thrown == null ? outcome(run, result) : Failures.outcome(thrown, taskName, run));
  }

  private Outcome<R> outcome(Run run, TaskResult<R> result) {
    return result.isSuccess()
        ? new Outcome.Value<>(result.value())
        : run.unsuccessful(taskName, result, result.isFailed());
  }

  @Override
  public Duration pause(Run run, Outcome.NoValue<R> last, Duration delay) {
    return delay;
  }
}
