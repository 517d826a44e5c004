package io.sitq.testkit;

import io.sitq.Task;
import io.sitq.TaskValidationException;
import io.sitq.spi.Names;
import io.sitq.spi.TaskType;
import io.sitq.worker.TaskContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a handler under test sees of its attempt: what the test says. Thread-safe; nothing changes
 * but {@link #isCancelled}, by {@link #cancel}.
 */
public final class TestTaskContext implements TaskContext {
  private final TaskType<?> type;
  private final String taskId;
  private final int attempt;
  private final String workerId;
  private final @Nullable Instant deadline;
  private final Map<String, String> headers;
  private volatile boolean cancelled;

  TestTaskContext(
      TaskType<?> type,
      String taskId,
      int attempt,
      String workerId,
      @Nullable Instant deadline,
      Map<String, String> headers) {
    this.type = type;
    this.taskId = taskId;
    this.attempt = attempt;
    this.workerId = workerId;
    this.deadline = deadline;
    this.headers = headers;
  }

  /**
   * For a context of a task of this class, with the defaults that {@link TestTaskContextBuilder}
   * names.
   *
   * @throws TaskValidationException if it is no task class
   */
  public static <T extends Task<?>> TestTaskContextBuilder builder(Class<T> taskClass) {
    return new TestTaskContextBuilder(TaskType.of(taskClass));
  }

  /**
   * Makes {@link #isCancelled} true from now on, as a timeout or a drain does. Does not interrupt
   * the handler's thread, as a worker would.
   */
  public void cancel() {
    cancelled = true;
  }

  @Override
  public String taskId() {
    return taskId;
  }

  @Override
  public String taskName() {
    return type.name();
  }

  @Override
  public String queue() {
    return Names.queueOf(taskId);
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public String workerId() {
    return workerId;
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.ofNullable(deadline);
  }

  @Override
  public Map<String, String> headers() {
    return headers;
  }

  @Override
  public Logger logger() {
    return LoggerFactory.getLogger(type.taskClass());
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }
}
