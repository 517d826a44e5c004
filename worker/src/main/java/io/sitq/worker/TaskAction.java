package io.sitq.worker;

import io.sitq.Task;

/** Executes one type of task that has no result. Called by many threads at once. */
@FunctionalInterface
public interface TaskAction<T extends Task<Void>> {
  /**
   * Executes the task.
   *
   * @throws Exception whatever goes wrong: the attempt has failed with it
   */
  void run(T task) throws Exception;
}
