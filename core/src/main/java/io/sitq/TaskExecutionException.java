package io.sitq;

import org.jspecify.annotations.Nullable;

/** A task has no value because it did not succeed. Thrown by {@link TaskResult#value()}. */
public class TaskExecutionException extends SitqException {
  private static final long serialVersionUID = 1L;

  private final String taskId;
  private final TaskStatus status;
  private final @Nullable String errorType;

  /** {@code errorType} is the class of what the handler threw, null if the task did not fail. */
  public TaskExecutionException(
      String taskId, TaskStatus status, @Nullable String errorType, String message) {
    super(message);
    this.taskId = taskId;
    this.status = status;
    this.errorType = errorType;
  }

  /** The task. */
  public String taskId() {
    return taskId;
  }

  /** Its status when the value was asked for. */
  public TaskStatus status() {
    return status;
  }

  /** The class of what the handler threw; null if the task did not fail. */
  public @Nullable String errorType() {
    return errorType;
  }
}
