package io.sitq.recovery;

import io.sitq.SitqException;

/** The circuit breaker of a task's type is open: nothing was enqueued. */
public class CircuitOpenException extends SitqException {
  private static final long serialVersionUID = 1L;

  private final String taskName;

  CircuitOpenException(String taskName) {
    super(
        "task "
            + taskName
            + " was not enqueued: too many of its kind failed in a row and its circuit is open -"
            + " it lets a task through again by itself, use a fallback until then");
    this.taskName = taskName;
  }

  /** The task's name on the wire. */
  public String taskName() {
    return taskName;
  }
}
