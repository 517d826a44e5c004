package io.sitq;

import org.jspecify.annotations.Nullable;

/** A task, its type or its options are not acceptable. Nothing was sent. */
public class TaskValidationException extends SitqException {
  private static final long serialVersionUID = 1L;

  private final String parameter;
  private final String limit;

  /**
   * {@code parameter} is what is wrong, {@code limit} the rule it breaks; the message says both and
   * what to do.
   */
  public TaskValidationException(String parameter, String limit, String message) {
    this(parameter, limit, message, null);
  }

  /** As above, with what was thrown below. */
  public TaskValidationException(
      String parameter, String limit, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.parameter = parameter;
    this.limit = limit;
  }

  /** What is wrong, such as {@code queue}, {@code delay} or a component's path. */
  public String parameter() {
    return parameter;
  }

  /** The rule that it breaks, such as {@code 1048576 bytes}. */
  public String limit() {
    return limit;
  }
}
