package io.sitq.worker;

import io.sitq.Task;
import org.jspecify.annotations.Nullable;

/** Executes one type of task. Called by many threads at once. */
@FunctionalInterface
public interface TaskHandler<T extends Task<R>, R> {
  /**
   * Executes the task and returns its result, null if there is none.
   *
   * @throws Exception whatever goes wrong: the attempt has failed with it
   */
  @Nullable R handle(T task) throws Exception;
}
