package io.sitq.worker;

import io.sitq.Task;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Begins one type of task, which ends when a stage does, and looks at what surrounds it. Called by
 * many threads at once.
 */
@FunctionalInterface
public interface ContextAsyncTaskHandler<T extends Task<R>, R> {
  /**
   * Begins the task; no thread is held until the stage completes.
   *
   * @throws Exception whatever goes wrong: the attempt has failed with it
   */
  CompletionStage<? extends @Nullable R> handle(T task, TaskContext context) throws Exception;
}
