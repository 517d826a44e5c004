package io.sitq.spi;

import io.sitq.AttemptError;
import io.sitq.TaskFailure;
import io.sitq.TaskStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backend knows of one task at one moment.
 *
 * @param id the task
 * @param status where it is in its life
 * @param task its name; null if that is not known any more
 * @param attempt the execution that ran last or runs now, counted from 1; of a pending or scheduled
 *     one the next
 * @param crashes how many workers died while they had it
 * @param worker who runs or ran it; null if nobody
 * @param value the value of a success; null if it is none or was not kept
 * @param failure of a failed one the error, of a scheduled retry the last one; else null
 * @param errors earlier attempts, oldest first
 * @param enqueuedAt by the producer's clock
 * @param startedAt by the worker's clock, of the last attempt that ended
 * @param finishedAt by the worker's clock
 * @param nextAttemptAt of a scheduled one, by the backend's clock
 */
public record StoredTask(
    String id,
    TaskStatus status,
    @Nullable String task,
    int attempt,
    int crashes,
    @Nullable String worker,
    @Nullable EncodedValue value,
    @Nullable TaskFailure failure,
    List<AttemptError> errors,
    @Nullable Instant enqueuedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Instant nextAttemptAt) {
  /** Copies the list. */
  public StoredTask {
    errors = List.copyOf(errors);
  }
}
