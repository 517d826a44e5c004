package io.sitq.spi;

import java.util.Map;

/**
 * What travels from a producer to a worker.
 *
 * @param id the task's id, its queue included
 * @param task the task's name on the wire
 * @param codec the name of the codec that the payload is encoded with
 * @param enqueuedAtMillis when the producer made it, by its clock, in ms since 1970
 * @param options what the producer asked for
 * @param headers text for the handler
 * @param payload the task, encoded
 */
public record Envelope(
    String id,
    String task,
    String codec,
    long enqueuedAtMillis,
    ExecutionOptions options,
    Map<String, String> headers,
    ByteSlice payload) {}
