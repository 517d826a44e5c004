package io.sitq;

/** What {@link TaskQueue#cancel} did. */
public enum CancelOutcome {
  /** There is no task of that id, or its result has expired. */
  NOT_FOUND,
  /** It was pending or scheduled, and has ended as cancelled. */
  CANCELLED,
  /**
   * It is running: its worker is told and interrupts the handler. It ends as cancelled, unless the
   * handler finishes first.
   */
  REQUESTED,
  /** It had ended before; nothing was changed. */
  ENDED
}
