package io.sitq.recovery;

import io.sitq.SitqException;

/**
 * The task gave no value and its fallback failed too. The stack trace shows both: the cause is why
 * the fallback was needed, the suppressed exception is what became of it.
 */
public class FallbackFailedException extends SitqException {
  private static final long serialVersionUID = 1L;

  private final SitqException primaryFailure;
  private final Throwable fallbackFailure;

  FallbackFailedException(SitqException primaryFailure, Throwable fallbackFailure) {
    super(
        "the task and its fallback failed. Task: "
            + primaryFailure.getMessage()
            + " Fallback: "
            + (fallbackFailure instanceof SitqException
                ? fallbackFailure.getMessage()
                : fallbackFailure),
        primaryFailure);
    this.primaryFailure = primaryFailure;
    this.fallbackFailure = fallbackFailure;
    addSuppressed(fallbackFailure);
  }

  /** Why the fallback was needed; where fallbacks are chained, the failure of the one before. */
  public SitqException primaryFailure() {
    return primaryFailure;
  }

  /** Why it did not help. */
  public Throwable fallbackFailure() {
    return fallbackFailure;
  }
}
