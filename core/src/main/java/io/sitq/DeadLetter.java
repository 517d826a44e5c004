package io.sitq;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that failed for good and is kept for a person to look at.
 *
 * @param id the task
 * @param task its name; null if that is not known any more
 * @param failure what went wrong in the last attempt
 * @param errors how earlier attempts ended, oldest first; the last ten of them
 * @param attempt which execution failed last, counted from 1
 * @param crashes how many workers died while they had it
 * @param failedAt when, by the worker's clock; null if that is not known
 */
public record DeadLetter(
    String id,
    @Nullable String task,
    TaskFailure failure,
    List<AttemptError> errors,
    int attempt,
    int crashes,
    @Nullable Instant failedAt) {
  /** Copies the list. */
  public DeadLetter {
    errors = List.copyOf(errors);
  }
}
