package io.sitq.spi;

import java.time.Duration;
import java.util.Map;

/**
 * The state of one queue.
 *
 * @param queue its name
 * @param pending tasks that are ready and not delivered
 * @param running tasks that are delivered
 * @param scheduled tasks that are due later
 * @param dead failed tasks that are kept for requeueing
 * @param oldestPending how long the oldest pending task has been ready; zero if there is none
 * @param counts totals since the queue was made: task name to outcome ({@code success}, {@code
 *     failed}, {@code cancelled}, {@code retried}, {@code discarded}) to number
 */
public record QueueStats(
    String queue,
    long pending,
    long running,
    long scheduled,
    long dead,
    Duration oldestPending,
    Map<String, Map<String, Long>> counts) {}
