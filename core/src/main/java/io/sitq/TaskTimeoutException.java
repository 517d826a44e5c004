package io.sitq;

import java.time.Duration;

/** A handler took longer than its timeout and was interrupted. */
public class TaskTimeoutException extends SitqException {
  private static final long serialVersionUID = 1L;

  private final String taskId;
  private final Duration timeout;

  /** The task {@code taskId} ran longer than {@code timeout}. */
  public TaskTimeoutException(String taskId, Duration timeout, String message) {
    super(message);
    this.taskId = taskId;
    this.timeout = timeout;
  }

  /** The task. */
  public String taskId() {
    return taskId;
  }

  /** The timeout that it exceeded. */
  public Duration timeout() {
    return timeout;
  }
}
