package io.sitq.spi;

/** What became of a {@link Submission}. */
public enum EnqueueOutcome {
  /** The backend has it now. */
  ACCEPTED,
  /** A task with that id is there already, live or ended; nothing was changed. */
  DUPLICATE
}
