package io.sitq;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where a task is in its life. The transitions are the ones of the diagram in {@code
 * docs/task-states.md}.
 */
public enum TaskStatus {
  /** Ready, not delivered to a worker. */
  PENDING,
  /** Due later: it was delayed, or it waits for a retry. */
  SCHEDULED,
  /** Delivered to a worker. */
  RUNNING,
  /** Ended with a value. */
  SUCCESS,
  /** Ended with an error, and kept as a dead letter. */
  FAILED,
  /** Ended because somebody cancelled it. */
  CANCELLED;

  private static final Map<TaskStatus, Set<TaskStatus>> TRANSITIONS =
      Map.of(
          PENDING, EnumSet.of(RUNNING, CANCELLED),
          SCHEDULED, EnumSet.of(PENDING, CANCELLED),
          RUNNING, EnumSet.of(SUCCESS, FAILED, CANCELLED, SCHEDULED, PENDING),
          SUCCESS, EnumSet.noneOf(TaskStatus.class),
          FAILED, EnumSet.of(PENDING),
          CANCELLED, EnumSet.noneOf(TaskStatus.class));

  /** Whether the task has ended: {@link #SUCCESS}, {@link #FAILED} or {@link #CANCELLED}. */
  public boolean isTerminal() {
    return this == SUCCESS || this == FAILED || this == CANCELLED;
  }

  /**
   * Whether a task may go from this status to {@code next} in one step. {@code FAILED} to {@code
   * PENDING} is a dead letter that somebody requeues: a new life under the same id.
   */
  public boolean canBecome(TaskStatus next) {
    return TRANSITIONS.get(this).contains(next);
  }

  /** The name on the wire, in JSON and in metrics: lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The status of a wire name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static TaskStatus ofWireName(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
