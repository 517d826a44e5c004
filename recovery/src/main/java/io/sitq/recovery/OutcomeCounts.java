package io.sitq.recovery;

import io.sitq.TaskStatus;
import java.util.OptionalDouble;

/**
 * How many tasks are in which state.
 *
 * @param success ended with a value
 * @param failed failed for good
 * @param cancelled were cancelled
 * @param pending are on their way: pending, scheduled or running
 * @param notFound are not known: never enqueued, or their results have expired
 */
public record OutcomeCounts(
    long success, long failed, long cancelled, long pending, long notFound) {
  static final OutcomeCounts NONE = new OutcomeCounts(0, 0, 0, 0, 0);
  static final OutcomeCounts ONE_NOT_FOUND = new OutcomeCounts(0, 0, 0, 0, 1);

  static OutcomeCounts one(TaskStatus status) {
    return switch (status) {
      case SUCCESS -> new OutcomeCounts(1, 0, 0, 0, 0);
      case FAILED -> new OutcomeCounts(0, 1, 0, 0, 0);
      case CANCELLED -> new OutcomeCounts(0, 0, 1, 0, 0);
      case PENDING, SCHEDULED, RUNNING -> new OutcomeCounts(0, 0, 0, 1, 0);
    };
  }

  OutcomeCounts plus(OutcomeCounts other) {
    return new OutcomeCounts(
        success + other.success,
        failed + other.failed,
        cancelled + other.cancelled,
        pending + other.pending,
        notFound + other.notFound);
  }

  /** Those that ended: success, failed, cancelled. */
  public long ended() {
    return success + failed + cancelled;
  }

  /** All of them. */
  public long total() {
    return ended() + pending + notFound;
  }

  /** The share of successes among those that ended, from 0 to 1; empty if none has. */
  public OptionalDouble successRate() {
    return shareOfEnded(success);
  }

  /** The share of failures among those that ended, from 0 to 1; empty if none has. */
  public OptionalDouble failureRate() {
    return shareOfEnded(failed);
  }

  private OptionalDouble shareOfEnded(long part) {
    return ended() == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / ended());
  }
}
