package io.sitq.testkit;

import io.sitq.ConfigurationException;
import io.sitq.TaskOptions;
import io.sitq.TaskValidationException;
import io.sitq.spi.Names;
import io.sitq.spi.TaskType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes a {@link TestTaskContext}. Not thread-safe. */
public final class TestTaskContextBuilder {
  /** The task's id unless set otherwise. */
  public static final String DEFAULT_TASK_ID = "default:test";

  /** The worker's id unless set otherwise. */
  public static final String DEFAULT_WORKER_ID = "test-worker";

  private final TaskType<?> type;
  private TaskOptions producer = TaskOptions.defaults();
  private String taskId = DEFAULT_TASK_ID;
  private int attempt = 1;
  private String workerId = DEFAULT_WORKER_ID;
  private @Nullable Instant deadline;
  private boolean cancelled;

  TestTaskContextBuilder(TaskType<?> type) {
    this.type = type;
  }

  /**
   * The task's id, its queue included. Default: {@value #DEFAULT_TASK_ID}.
   *
   * @throws TaskValidationException unless it is {@code <queue>:<id>}
   */
  public TestTaskContextBuilder taskId(String newTaskId) {
    Names.queueOf(newTaskId);
    taskId = newTaskId;
    return this;
  }

  /**
   * Which execution it is. Default: 1.
   *
   * @throws ConfigurationException if it is less than 1
   */
  public TestTaskContextBuilder attempt(int newAttempt) {
    if (newAttempt < 1) {
      throw new ConfigurationException("attempt", "must be at least 1", newAttempt);
    }
    attempt = newAttempt;
    return this;
  }

  /** The worker's id. Default: {@value #DEFAULT_WORKER_ID}. */
  public TestTaskContextBuilder workerId(String newWorkerId) {
    workerId = newWorkerId;
    return this;
  }

  /** When the attempt times out, for a handler that looks; nothing else does. Default: never. */
  public TestTaskContextBuilder deadline(Instant newDeadline) {
    deadline = newDeadline;
    return this;
  }

  /**
   * A header that the producer set. Default: none.
   *
   * @throws TaskValidationException if {@link TaskOptions} would refuse it
   */
  public TestTaskContextBuilder header(String name, String value) {
    producer = producer.header(name, value);
    return this;
  }

  /** Whether the attempt must stop from the start. Default: not until the test says so. */
  public TestTaskContextBuilder cancelled() {
    cancelled = true;
    return this;
  }

  /** The context. */
  public TestTaskContext build() {
    TestTaskContext context =
        new TestTaskContext(type, taskId, attempt, workerId, deadline, producer.headers());
    if (cancelled) {
      context.cancel();
    }
    return context;
  }
}
