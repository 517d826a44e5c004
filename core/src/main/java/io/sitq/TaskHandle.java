package io.sitq;

import io.sitq.spi.UserThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A task that was enqueued. Immutable and thread-safe; it costs nothing to keep or to drop.
 *
 * @param <R> the type of the result
 */
public final class TaskHandle<R> {
  private final String id;
  private final String taskName;
  private final QueueOperations queue;
  private final ResultType<R> type;

  TaskHandle(String id, String taskName, QueueOperations queue, ResultType<R> type) {
    this.id = id;
    this.taskName = taskName;
    this.queue = queue;
    this.type = type;
  }

  /** The task's id: time-ordered, and it carries the queue. */
  public String id() {
    return id;
  }

  /** The task's name on the wire. */
  public String taskName() {
    return taskName;
  }

  /**
   * Waits until the task has ended, or time is up. The backend tells when it ends; nothing polls.
   *
   * @param timeout how long at most; zero reads once
   * @return the latest snapshot, whose status says whether the task has ended
   * @throws TaskQueueException if the task or its result is not there any more, or the thread is
   *     interrupted while it waits; the interrupt flag is set again
   * @throws BackendConnectionException if the backend can't be reached
   */
  public TaskResult<R> await(Duration timeout) {
    return Blocking.join("await", ended(timeout));
  }

  /** As {@link #await}, without a thread that waits. */
  public CompletionStage<TaskResult<R>> awaitAsync(Duration timeout) {
    return UserThreads.hop(ended(timeout));
  }

  private CompletionStage<TaskResult<R>> ended(Duration timeout) {
    return queue.read(id, timeout, type).thenApply(found -> found.orElseThrow(this::gone));
  }

  /**
   * The task as it is now; empty if its result has expired.
   *
   * @throws BackendConnectionException if the backend can't be reached
   */
  public Optional<TaskResult<R>> result() {
    return Blocking.join("result", queue.read(id, Duration.ZERO, type));
  }

  private TaskQueueException gone() {
    return new TaskQueueException(
        "await",
        "task "
            + id
            + " is not known any more: its result has expired (see resultTtl), or Redis has"
            + " lost it",
        null);
  }

  /** The id. */
  @Override
  public String toString() {
    return "TaskHandle[" + id + " " + taskName + "]";
  }
}
