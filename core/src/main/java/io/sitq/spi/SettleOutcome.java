package io.sitq.spi;

/** What became of a {@link Settlement}. */
public enum SettleOutcome {
  /** Done as asked. */
  SETTLED,
  /** This worker's earlier call had done it; only the reply was lost. */
  ALREADY,
  /** Somebody had asked to cancel the task: it ended as cancelled instead of being tried again. */
  CANCELLED,
  /** Somebody else owns or has ended the task; nothing was changed. */
  LOST
}
