package io.sitq.testkit;

import io.sitq.Task;
import io.sitq.TaskSerializationException;
import io.sitq.TaskValidationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Serializer;
import io.sitq.spi.TaskType;
import io.sitq.spi.Texts;
import io.sitq.spi.ValueCodec;
import io.sitq.worker.TaskContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way of one task to a handler and of its result back, through the serializer, without Redis.
 */
final class RoundTrip<T extends Task<R>, R> {
  private final TaskType<T> type;
  private final ValueCodec payload;
  private final ValueCodec result;
  private final TaskContext context;

  private RoundTrip(TaskType<T> type, ValueCodec payload, ValueCodec result, TaskContext context) {
    this.type = type;
    this.payload = payload;
    this.result = result;
    this.context = context;
  }

  /**
   * Refuses what a producer or a worker would refuse before anything is executed.
   *
   * @throws TaskValidationException if the task is null, its class is no task class, or it or its
   *     result has a type that can't be encoded
   */
  static <T extends Task<R>, R> RoundTrip<T, R> of(@Nullable T task, HandlerTestOptions options) {
    if (task == null) {
      throw new TaskValidationException(
          "task", "not null", "task must not be null: pass a value or leave it out");
    }
    @SuppressWarnings("unchecked") // a task class is final
    TaskType<T> type = TaskType.of((Class<T>) task.getClass());
    Serializer serializer = options.serializer();
    ValueCodec payload = serializer.codecFor(type.taskClass(), type.name());
    ValueCodec result = serializer.codecFor(type.resultType(), type.name());
    TaskContext context =
        Objects.requireNonNullElseGet(
            options.context(), () -> TestTaskContext.builder(type.taskClass()).build());
    return new RoundTrip<>(type, payload, result, context);
  }

  TaskContext context() {
    return context;
  }

  /** The task as a worker decodes it. */
  T sent(T task) {
    byte[] bytes = payload.encode(task);
    Object decoded;
    try {
      decoded = payload.decode(ByteSlice.of(bytes));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw refused(
          "payload of task "
              + Texts.quoted(type.name())
              + " ("
              + Texts.quoted(context.taskId())
              + ") can't be decoded: "
              + e.getMessage(),
          e);
    }
    return Objects.requireNonNull(type.taskClass().cast(decoded));
  }

  /** The result as a caller decodes it. */
  @Nullable R returned(@Nullable R value) {
    if (value == null) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = result.encode(value);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw refused(
          "result of task "
              + type.name()
              + " ("
              + context.taskId()
              + ") can't be stored: "
              + e.getMessage(),
          e);
    }
    @SuppressWarnings("unchecked") // the codec is that of R
    R decoded = (R) result.decode(ByteSlice.of(bytes));
    return decoded;
  }

  private TaskSerializationException refused(String message, Throwable cause) {
    return new TaskSerializationException(type.name(), "", message, cause);
  }
}
