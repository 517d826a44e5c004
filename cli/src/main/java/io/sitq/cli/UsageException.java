package io.sitq.cli;

import org.jspecify.annotations.Nullable;

/** What the user gave can't be used; the message says what, where and what to do. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    this(message, null);
  }

  UsageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
