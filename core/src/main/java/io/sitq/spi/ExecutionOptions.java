package io.sitq.spi;

import io.sitq.Backoff;
import org.jspecify.annotations.Nullable;

/**
 * How a producer wants one task to be executed; what is not set follows the handler.
 *
 * @param maxAttempts executions at most, or 0 for the handler's
 * @param backoff the wait between attempts, or null for the handler's
 * @param timeoutMillis how long an attempt may run, or 0 for the handler's
 * @param resultTtlMillis how long the result is kept, or 0 for the defaults
 * @param keepResult whether the value of a success is kept
 */
public record ExecutionOptions(
    int maxAttempts,
    @Nullable Backoff backoff,
    long timeoutMillis,
    long resultTtlMillis,
    boolean keepResult) {
  /** Everything as the handler has it. */
  public static final ExecutionOptions DEFAULTS = new ExecutionOptions(0, null, 0, 0, true);
}
