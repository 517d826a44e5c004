package io.sitq.recovery;

import io.sitq.SitqException;
import io.sitq.TaskResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a call has no value: what a fallback is given. Immutable.
 *
 * @param <R> the type of the value
 */
public final class FailedCall<R> {
  private final @Nullable TaskResult<R> result;
  private final @Nullable String taskId;
  private final SitqException cause;

  FailedCall(@Nullable TaskResult<R> result, @Nullable String taskId, SitqException cause) {
    this.result = result;
    this.taskId = taskId;
    this.cause = cause;
  }

  /**
   * The task as it was seen last: failed, cancelled, or not ended in time. Empty if there is none
   * of its id, the circuit was open, or the backend could not be reached.
   */
  public Optional<TaskResult<R>> result() {
    return Optional.ofNullable(result);
  }

  /** The last task that was enqueued or read; empty if nothing was enqueued. */
  public Optional<String> taskId() {
    return Optional.ofNullable(taskId);
  }

  /** What is thrown where there is no fallback. */
  public SitqException cause() {
    return cause;
  }

  /**
   * Whether the task failed with this type or a subtype, see {@link TaskResult#failedWith}; or,
   * where no task failed, whether {@link #cause} is of this type.
   */
  public boolean failedWith(Class<? extends Throwable> type) {
    boolean taskFailed = result != null && result.isFailed();
    return taskFailed ? result.failedWith(type) : type.isInstance(cause);
  }

  /** With another cause. */
  FailedCall<R> because(SitqException newCause) {
    return new FailedCall<>(result, taskId, newCause);
  }

  /** The id and the cause. */
  @Override
  public String toString() {
    return "FailedCall[" + (taskId == null ? "" : taskId + " ") + cause + "]";
  }
}
