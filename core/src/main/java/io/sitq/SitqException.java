package io.sitq;

import org.jspecify.annotations.Nullable;

/** The root of everything that sitq throws. Unchecked. */
public class SitqException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what failed, with what, and what to do. */
  public SitqException(String message) {
    super(message);
  }

  /** Says what failed, with what, and what to do; {@code cause} is what was thrown below. */
  public SitqException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
