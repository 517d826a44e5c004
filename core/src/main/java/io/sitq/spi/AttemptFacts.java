package io.sitq.spi;

/**
 * What is kept of the attempt that ended a task.
 *
 * @param task the task's name, under which it is counted; {@code unknown} if the worker has no such
 *     task
 * @param attempt which execution it was, counted from 1
 * @param crashes how many workers died before
 * @param worker who ran it
 * @param enqueuedAtMillis by the producer's clock, ms since 1970; 0 if the envelope could not be
 *     read
 * @param startedAtMillis by the worker's clock
 * @param finishedAtMillis by the worker's clock
 */
public record AttemptFacts(
    String task,
    int attempt,
    int crashes,
    String worker,
    long enqueuedAtMillis,
    long startedAtMillis,
    long finishedAtMillis) {}
