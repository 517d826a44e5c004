package io.sitq.worker;

import io.sitq.SitqException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler whose task can't succeed: it fails at once, however many attempts remain. The
 * failed result tells the cause's error, type and traceback, or this exception's if there is no
 * cause.
 */
public class GiveUp extends SitqException {
  private static final long serialVersionUID = 1L;

  /** The task can't succeed because of {@code message}. */
  public GiveUp(String message) {
    super(message);
  }

  /** The task can't succeed because of {@code cause}. */
  public GiveUp(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
