package io.sitq;

import java.time.Instant;

/**
 * How one earlier attempt of a task ended.
 *
 * @param attempt which one, counted from 1
 * @param errorType the class of what was thrown
 * @param error its message
 * @param at when
 */
public record AttemptError(int attempt, String errorType, String error, Instant at) {}
