package io.sitq;

import org.jspecify.annotations.Nullable;

/**
 * A task was enqueued and will run, but fewer replicas than {@link TaskOptions#replicas} asked for
 * have confirmed it in time: if the master fails before they have it, it is lost. Enqueueing it
 * again under the same id duplicates nothing and waits again.
 */
public class ReplicationShortfallException extends BackendException {
  private static final long serialVersionUID = 1L;

  private final String taskId;
  private final int wanted;
  private final int confirmed;

  /**
   * A shortfall.
   *
   * @param wanted how many replicas were asked for
   * @param confirmed how many have it for certain
   */
  public ReplicationShortfallException(
      String taskId, int wanted, int confirmed, String message, @Nullable Throwable cause) {
    super("enqueue", message, cause);
    this.taskId = taskId;
    this.wanted = wanted;
    this.confirmed = confirmed;
  }

  /** The task, which is in its queue. */
  public String taskId() {
    return taskId;
  }

  /** How many replicas were asked for. */
  public int wanted() {
    return wanted;
  }

  /** How many replicas have it for certain. */
  public int confirmed() {
    return confirmed;
  }
}
