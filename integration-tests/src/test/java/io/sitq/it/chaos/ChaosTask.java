package io.sitq.it.chaos;

import io.sitq.Task;
import io.sitq.TaskName;

/**
 * What producers send.
 *
 * @param number what a success returns, plus one
 * @param amount milliseconds of work or delay, or how many attempts fail, by its kind
 */
@TaskName("chaos")
record ChaosTask(int number, Kind kind, int amount) implements Task<Integer> {
  /** What a task does, and so how it must end. */
  enum Kind {
    /** Works for some milliseconds and succeeds. */
    WORK,
    /** Fails some attempts, then succeeds. */
    FLAKY,
    /** Fails each of its two attempts. */
    FAIL,
    /** Succeeds after a delay. */
    DELAY,
    /** Is cancelled some milliseconds after it was sent, if that is soon enough. */
    CANCEL,
    /** Halts the JVM. */
    POISON
  }
}
