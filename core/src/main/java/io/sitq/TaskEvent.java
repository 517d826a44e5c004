package io.sitq;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TaskListener} is told about one task.
 *
 * @param taskId the task
 * @param taskName its name on the wire, as it came: check {@code registered} before using it as a
 *     metric's tag
 * @param registered whether this producer or worker knows a task of that name
 * @param queue its queue
 * @param attempt which execution, counted from 1
 * @param workerId the worker that tells of it; null at the producer
 * @param waited from enqueueing to the start of the attempt; zero at the producer, and if the
 *     worker that had the task has died
 * @param duration how long the handler ran; zero until it ended, and if its worker has died
 * @param failure what went wrong; null unless it failed
 * @param retryDelay how long until the next attempt; null unless there is one
 */
public record TaskEvent(
    String taskId,
    String taskName,
    boolean registered,
    String queue,
    int attempt,
    @Nullable String workerId,
    Duration waited,
    Duration duration,
    @Nullable TaskFailure failure,
    @Nullable Duration retryDelay) {}
