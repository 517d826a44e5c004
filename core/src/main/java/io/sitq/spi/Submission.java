package io.sitq.spi;

/**
 * A task on its way into a queue.
 *
 * @param queue where to
 * @param id its id, the queue included
 * @param task its name on the wire
 * @param envelope its envelope, encoded; not to be written to
 * @param delayMillis how long it is held back, in ms from the call of {@link Enqueuer#enqueue}; 0
 *     for not at all
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by nobody, and a copy would cost on the hot path
public record Submission(String queue, String id, String task, byte[] envelope, long delayMillis) {}
