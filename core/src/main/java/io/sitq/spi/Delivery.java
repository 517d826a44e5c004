package io.sitq.spi;

import io.sitq.AttemptError;
import java.util.List;

/**
 * A task that a worker was given, and the lease on it.
 *
 * @param queue where it came from
 * @param entryId names this delivery: the fence that refuses a worker who comes too late
 * @param id the task
 * @param task its name on the wire, as it came
 * @param attempt which execution this will be, counted from 1
 * @param crashes how many workers died while they had it
 * @param handbacks how often workers that don't know the task gave it back
 * @param errors earlier attempts, oldest first
 * @param envelope as it came, from anybody; not to be written to
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by nobody, and a copy would cost on the hot path
public record Delivery(
    String queue,
    String entryId,
    String id,
    String task,
    int attempt,
    int crashes,
    int handbacks,
    List<AttemptError> errors,
    byte[] envelope) {}
