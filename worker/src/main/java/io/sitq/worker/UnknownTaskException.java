package io.sitq.worker;

import io.sitq.WorkerException;

/**
 * No worker that was asked knows a task's name: it was handed back as often as the settings allow.
 * Never thrown; the error type of the failed result.
 */
public class UnknownTaskException extends WorkerException {
  private static final long serialVersionUID = 1L;

  private final String taskName;

  /** {@code taskName} is not among what the worker {@code workerId} knows. */
  public UnknownTaskException(String workerId, String taskName, String message) {
    super(workerId, message, null);
    this.taskName = taskName;
  }

  /** The name that nobody knows. */
  public String taskName() {
    return taskName;
  }
}
