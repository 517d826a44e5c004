package io.sitq;

import org.jspecify.annotations.Nullable;

/** A worker can't start, or can't go on. */
public class WorkerException extends SitqException {
  private static final long serialVersionUID = 1L;

  private final String workerId;

  /** {@code workerId} is the name under which the worker is known in the registry. */
  public WorkerException(String workerId, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.workerId = workerId;
  }

  /** The name under which the worker is known in the registry. */
  public String workerId() {
    return workerId;
  }
}
