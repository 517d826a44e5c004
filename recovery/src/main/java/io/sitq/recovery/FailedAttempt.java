package io.sitq.recovery;

import io.sitq.TaskStatus;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt of a caller ended: a task that was enqueued, or one reading of an existing task.
 *
 * @param taskId the task
 * @param status its status then: failed, cancelled, or still on its way
 * @param errorType the class of what the handler threw; null if the task did not fail
 * @param error what went wrong, for people; null if the task did not fail
 */
public record FailedAttempt(
    String taskId, TaskStatus status, @Nullable String errorType, @Nullable String error)
    implements Serializable {}
