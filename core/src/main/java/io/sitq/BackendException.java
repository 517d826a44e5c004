package io.sitq;

import org.jspecify.annotations.Nullable;

/** The backend refused or failed an operation. */
public class BackendException extends SitqException {
  private static final long serialVersionUID = 1L;

  private final String operation;

  /** {@code operation} is what was asked of the backend, such as {@code enqueue}. */
  public BackendException(String operation, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.operation = operation;
  }

  /** What was asked of the backend, such as {@code enqueue} or {@code settle}. */
  public String operation() {
    return operation;
  }
}
