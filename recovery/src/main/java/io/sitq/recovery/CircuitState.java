package io.sitq.recovery;

/** Whether tasks of a type are let through to the queue. */
public enum CircuitState {
  /** They are. */
  CLOSED,
  /** They are refused. */
  OPEN,
  /** One is let through to see how it ends; the others are refused. */
  HALF_OPEN
}
