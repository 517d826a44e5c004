package io.sitq.testkit;

import org.jspecify.annotations.Nullable;

/** A provider is out on this machine; the message says why. Never leaves the package. */
final class ProviderUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  ProviderUnavailableException(String reason) {
    super(reason);
  }

  ProviderUnavailableException(String reason, @Nullable Throwable cause) {
    super(cause == null ? reason : reason + ": " + innermostMessage(cause), cause);
  }

  /** The innermost message: what wraps it (`Unable to connect`) is told by the reason already. */
  static String innermostMessage(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return message == null || message.isBlank()
        ? innermost.getClass().getSimpleName()
        : message.strip();
  }
}
