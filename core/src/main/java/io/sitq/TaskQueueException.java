package io.sitq;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation of a {@link TaskQueue} could not be done. */
public class TaskQueueException extends SitqException {
  private static final long serialVersionUID = 1L;

  private final String operation;
  private final List<String> acceptedIds;

  /** An operation that failed and accepted nothing. */
  public TaskQueueException(String operation, String message, @Nullable Throwable cause) {
    this(operation, message, List.of(), cause);
  }

  /** A batch that failed on the way; {@code acceptedIds} are in the queue all the same. */
  public TaskQueueException(
      String operation, String message, List<String> acceptedIds, @Nullable Throwable cause) {
    super(message, cause);
    this.operation = operation;
    this.acceptedIds = List.copyOf(acceptedIds);
  }

  /** What was tried, such as {@code enqueue} or {@code getResult}. */
  public String operation() {
    return operation;
  }

  /**
   * The ids of a batch that were accepted before it failed, in the order of the batch. Sending the
   * whole batch again under the same ids duplicates nothing.
   */
  public List<String> acceptedIds() {
    return acceptedIds;
  }
}
