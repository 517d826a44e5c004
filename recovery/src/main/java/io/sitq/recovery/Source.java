package io.sitq.recovery;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Where a value may come from, one attempt at a time. */
interface Source<R> {
  /** For messages and circuit breakers. */
  String taskName();

  /**
   * One attempt. Never throws: the stage fails if the caller made a mistake or there was an {@code
   * Error}, which neither retries nor fallbacks mend; all else is an outcome.
   */
  CompletionStage<Outcome<R>> attempt(Run run);

  /**
   * How long to do nothing before the next attempt, which is to come {@code delay} after the last.
   */
  Duration pause(Run run, Outcome.NoValue<R> last, Duration delay);
}
