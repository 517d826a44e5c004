package io.sitq;

import com.github.f4b6a3.ulid.Ulid;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.Names;
import io.sitq.spi.StoredTask;
import io.sitq.spi.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A task as it was at one moment. Immutable; what a status does not have is null or empty.
 *
 * @param <R> the type of the value
 */
public final class TaskResult<R> {
  private static final int MESSAGE_CHARS = 1000;

  private final StoredTask stored;
  private final Function<@Nullable EncodedValue, @Nullable R> decoder;

  TaskResult(StoredTask stored, Function<@Nullable EncodedValue, @Nullable R> decoder) {
    this.stored = stored;
    this.decoder = decoder;
  }

  /** The task's id. */
  public String id() {
    return stored.id();
  }

  /** The task's name; null if that is not known any more. */
  public @Nullable String taskName() {
    return stored.task();
  }

  /** The queue that the id carries. */
  public String queue() {
    return Names.queueOf(stored.id());
  }

  /** Where the task is in its life. */
  public TaskStatus status() {
    return stored.status();
  }

  /** Whether it succeeded. */
  public boolean isSuccess() {
    return stored.status() == TaskStatus.SUCCESS;
  }

  /** Whether it failed for good. */
  public boolean isFailed() {
    return stored.status() == TaskStatus.FAILED;
  }

  /**
   * The value, decoded at each call. Null if the handler returned null, or the task's value was not
   * kept. With {@link io.sitq.seal.Sealing} it is this call that proves a success, of a task
   * without a value too: {@link #status()} says what the backend says.
   *
   * @throws TaskExecutionException if the task did not succeed; says its status and error
   * @throws TaskSerializationException if the stored bytes are no {@code R}
   * @throws io.sitq.seal.SealException if sealed results alone are accepted, and this success is
   *     not sealed as it must be
   */
  public @Nullable R value() {
    if (!isSuccess()) {
      throw new TaskExecutionException(id(), status(), errorType(), noValue());
    }
    return decoder.apply(stored.value());
  }

  private String noValue() {
    String what = "task " + id() + (taskName() == null ? "" : " (" + oneLine(taskName()) + ")");
    return switch (status()) {
      case FAILED ->
          what
              + " has no value, it failed with "
              + oneLine(errorType())
              + ": "
              + oneLine(error())
              + " - check status() first; traceback() has the stack trace";
      case CANCELLED -> what + " has no value, it was cancelled - check status() first";
      default ->
          what
              + " has no value yet, it is "
              + status().wireName()
              + " - wait with await(timeout) or getResult(id, timeout)";
    };
  }

  /**
   * What went wrong, for people: of a failed task, or of the last attempt of one that waits for a
   * retry. Null otherwise.
   */
  public @Nullable String error() {
    return stored.failure() == null ? null : stored.failure().error();
  }

  /** The class of what was thrown, such as {@code java.io.IOException}. Null without an error. */
  public @Nullable String errorType() {
    return stored.failure() == null ? null : stored.failure().errorType();
  }

  /** The whole Java stack trace with causes and suppressed. Null without an error. */
  public @Nullable String traceback() {
    return stored.failure() == null ? null : stored.failure().traceback();
  }

  /**
   * Whether the task failed with this type or a subtype. The worker stored the names of the
   * supertypes with the error; no class is loaded.
   */
  public boolean failedWith(Class<? extends Throwable> type) {
    TaskFailure failure = stored.failure();
    return isFailed()
        && failure != null
        && (failure.errorType().equals(type.getName())
            || failure.supertypes().contains(type.getName()));
  }

  /**
   * The execution that ran last or runs now, counted from 1; of a task that waits, the next one.
   */
  public int attempt() {
    return stored.attempt();
  }

  /** How many workers died while they had the task. */
  public int crashes() {
    return stored.crashes();
  }

  /** Who runs it or ran it last. */
  public Optional<String> worker() {
    return Optional.ofNullable(stored.worker());
  }

  /** How earlier attempts ended, oldest first; the last ten of them. */
  public List<AttemptError> errors() {
    return stored.errors();
  }

  /**
   * When it was enqueued, by the producer's clock. Before its end it is known for ids that sitq has
   * made.
   */
  public Optional<Instant> enqueuedAt() {
    if (stored.enqueuedAt() != null) {
      return Optional.of(stored.enqueuedAt());
    }
    String localId = id().substring(id().indexOf(':') + 1);
    return Ulid.isValid(localId) ? Optional.of(Ulid.getInstant(localId)) : Optional.empty();
  }

  /** When the attempt that ended it began, by the worker's clock. */
  public Optional<Instant> startedAt() {
    return Optional.ofNullable(stored.startedAt());
  }

  /** When it ended, by the worker's clock. */
  public Optional<Instant> finishedAt() {
    return Optional.ofNullable(stored.finishedAt());
  }

  /** When a scheduled task is due, by the backend's clock. */
  public Optional<Instant> nextAttemptAt() {
    return Optional.ofNullable(stored.nextAttemptAt());
  }

  /** Id, name, status and error; never the value. */
  @Override
  public String toString() {
    return "TaskResult["
        + id()
        + (taskName() == null ? "" : " " + oneLine(taskName()))
        + " "
        + status().wireName()
        + (errorType() == null ? "" : ", " + oneLine(errorType()) + ": " + oneLine(error()))
        + "]";
  }

  /** Messages end in logs, and this text comes from wherever tasks come from. */
  private static String oneLine(@Nullable String text) {
    return Texts.oneLine(String.valueOf(text), MESSAGE_CHARS, ' ');
  }
}
