package io.sitq;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation of a {@link TaskQueue} could not be done. */
public class TaskQueueException extends SitqException {
  private static final long serialVersionUID = 1L;

  private final String operation;
  private final List<String> batchIds;
  private final List<String> acceptedIds;

  /** An operation that failed and accepted nothing. */
  public TaskQueueException(String operation, String message, @Nullable Throwable cause) {
    this(operation, message, List.of(), List.of(), cause);
  }

  /**
   * A batch that failed on the way.
   *
   * @param batchIds all ids of the batch, in the order of its tasks
   * @param acceptedIds those that are in the queue all the same, in the same order
   */
  public TaskQueueException(
      String operation,
      String message,
      List<String> batchIds,
      List<String> acceptedIds,
      @Nullable Throwable cause) {
    super(message, cause);
    this.operation = operation;
    this.batchIds = List.copyOf(batchIds);
    this.acceptedIds = List.copyOf(acceptedIds);
  }

  /** What was tried, such as {@code enqueue} or {@code getResult}. */
  public String operation() {
    return operation;
  }

  /** All ids of a batch that failed, in the order of its tasks; empty if it was no batch. */
  public List<String> batchIds() {
    return batchIds;
  }

  /**
   * The ids of a batch that were accepted before it failed, in the order of the batch. The others
   * were refused, or their answer was lost: enqueueing their tasks again, each with its id of
   * {@link #batchIds}, duplicates nothing.
   */
  public List<String> acceptedIds() {
    return acceptedIds;
  }
}
