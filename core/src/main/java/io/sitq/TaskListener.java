package io.sitq;

/**
 * Is told what happens to tasks, for logs and metrics. Every method does nothing unless overridden.
 *
 * <p>Methods are called on sitq's threads: they must be thread-safe and quick. What one throws is
 * logged and changes nothing.
 */
public interface TaskListener {
  /** A producer's task is in the queue. */
  default void enqueued(TaskEvent event) {}

  /** A handler is about to run. */
  default void started(TaskEvent event) {}

  /** A task ended with a value, and the backend has it. */
  default void succeeded(TaskEvent event) {}

  /** An attempt failed, and another one is scheduled. */
  default void retried(TaskEvent event) {}

  /**
   * A task failed for good, and the backend has the error: its last attempt, or it has killed too
   * many workers, which the worker tells that finds it.
   */
  default void failed(TaskEvent event) {}

  /**
   * A worker has ended a task as cancelled, and the backend knows. One that was waiting when it was
   * cancelled ends without a worker: whoever has cancelled it is answered so, and the totals count
   * it.
   */
  default void cancelled(TaskEvent event) {}

  /**
   * An attempt ended after its lease was gone, so that its outcome was refused: another worker has
   * run or runs the task.
   */
  default void lost(TaskEvent event) {}

  /**
   * A worker has made tasks of {@code queue} ready again that another one had when it died or was
   * cut off.
   */
  default void recovered(String queue, int tasks) {}

  /** A worker starts; {@code gauges} may be read until {@link #workerStopped}. */
  default void workerStarted(WorkerGauges gauges) {}

  /** The worker has stopped. */
  default void workerStopped(WorkerGauges gauges) {}
}
