package io.sitq.spi;

/** Whether a suspect may start, see {@link QueueConsumer#markStart}. */
public enum StartOutcome {
  /** It may. */
  MARKED,
  /** Somebody has asked to cancel it. */
  CANCELLED,
  /** It is another worker's, or has ended. */
  LOST
}
