package io.sitq;

import org.jspecify.annotations.Nullable;

/** Bytes and values do not fit each other: a payload, a result or an envelope. */
public class TaskSerializationException extends SitqException {
  private static final long serialVersionUID = 1L;

  private final String subject;
  private final String path;

  /**
   * A value that can't be encoded or bytes that can't be decoded.
   *
   * @param subject what was encoded or decoded, such as a record's name
   * @param path where in it, such as {@code order.lines[3].price}; empty for the whole
   * @param message what is wrong and what to do
   */
  public TaskSerializationException(
      String subject, String path, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.subject = subject;
    this.path = path;
  }

  /** What was encoded or decoded, such as a record's name. */
  public String subject() {
    return subject;
  }

  /** Where in it, such as {@code order.lines}; empty for the whole. */
  public String path() {
    return path;
  }
}
