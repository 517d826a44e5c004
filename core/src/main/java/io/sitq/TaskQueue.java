package io.sitq;

import io.sitq.json.JsonText;
import io.sitq.spi.Backend;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where callers enqueue tasks and read their results. Thread-safe; one serves a whole process.
 *
 * <pre>{@code
 * try (TaskQueue queue = TaskQueue.on(RedisBackend.connect("redis://localhost:6379"))) {
 *   TaskHandle<Integer> handle = queue.enqueue(new Divide(10, 0));
 *   TaskResult<Integer> result = handle.await(Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>Every blocking call has a twin in {@link #async()}. While the backend is away, calls are tried
 * again for as long as its settings say (by default 5 s), then fail with {@link
 * BackendConnectionException}. A thread that is interrupted while it waits gets a {@link
 * TaskQueueException} with its interrupt flag set; what it had sent may still arrive.
 */
public final class TaskQueue implements AutoCloseable {
  private final QueueOperations operations;
  private final AsyncTaskQueue async;
  private final Backend backend;
  private final boolean closesBackend;

  TaskQueue(QueueOperations operations, Backend backend, boolean closesBackend) {
    this.operations = operations;
    this.async = new AsyncTaskQueue(operations);
    this.backend = backend;
    this.closesBackend = closesBackend;
  }

  /** A queue with the default settings, which closes the backend when it is closed. */
  public static TaskQueue on(Backend backend) {
    return builder(backend).build();
  }

  /** A queue with settings of one's own. */
  public static TaskQueueBuilder builder(Backend backend) {
    return new TaskQueueBuilder(backend);
  }

  /** The same queue without calls that block. */
  public AsyncTaskQueue async() {
    return async;
  }

  /** As {@link #enqueue(Task, TaskOptions)} with the defaults. */
  public <R> TaskHandle<R> enqueue(Task<R> task) {
    return enqueue(task, TaskOptions.defaults());
  }

  /**
   * Enqueues a task. When this returns, the backend has it.
   *
   * @throws TaskValidationException if the task, its type or the options are not acceptable, or its
   *     envelope is over 1 MiB
   * @throws TaskSerializationException if a value in it can't be encoded, or is over 1 MiB by
   *     itself
   * @throws BackendConnectionException if the backend stays away; repeating the call with the same
   *     {@link TaskOptions#id} duplicates nothing
   * @throws ReplicationShortfallException if fewer replicas than {@link TaskOptions#replicas}
   *     confirmed the task, which is enqueued all the same
   * @throws BackendException if the backend refuses
   */
  public <R> TaskHandle<R> enqueue(Task<R> task, TaskOptions options) {
    return Blocking.join("enqueue", operations.enqueue(task, options));
  }

  /**
   * Enqueues a task by its name, with arguments as JSON: for callers that don't have the task's
   * class. The queue must have been built with a serializer for {@code json}.
   *
   * @throws TaskValidationException if the name or the options are not acceptable
   * @throws TaskSerializationException if the arguments are no JSON object
   * @throws BackendException as {@link #enqueue(Task, TaskOptions)}
   */
  public TaskHandle<JsonText> enqueue(String taskName, JsonText arguments, TaskOptions options) {
    return Blocking.join("enqueue", operations.enqueue(taskName, arguments, options));
  }

  /** As {@link #enqueueAll(Collection, TaskOptions)} with the defaults. */
  public <R> List<TaskHandle<R>> enqueueAll(Collection<? extends Task<? extends R>> tasks) {
    return enqueueAll(tasks, TaskOptions.defaults());
  }

  /**
   * Enqueues many tasks, all of them with the same options. All are checked and encoded before the
   * first one is sent. At most 1,000 of them or 16 MiB are under way at a time, so that what others
   * enqueue by the same client does not wait for all of them.
   *
   * @return the handles, in the order of the tasks
   * @throws TaskValidationException as for one task, or if the options set an id and there is more
   *     than one task; nothing was sent
   * @throws TaskQueueException if the backend failed on the way; {@link
   *     TaskQueueException#acceptedIds()} lists what it has. A task that is refused by itself does
   *     not keep the others back; while the backend is away, full or short of replicas, the rest is
   *     not sent
   */
  public <R> List<TaskHandle<R>> enqueueAll(
      Collection<? extends Task<? extends R>> tasks, TaskOptions options) {
    return Blocking.join("enqueueAll", operations.<R>enqueueAll(tasks, options));
  }

  /**
   * The task as it is now; empty if there is none of that id, or its result has expired. Without
   * its type a value is what its bytes say of themselves: every integer is a {@code Long}, a record
   * a map of its components, JSON a {@link JsonText}. Use {@link #getResult(String, Class)} for the
   * value as it was.
   *
   * @throws TaskValidationException if the id is none
   * @throws BackendConnectionException if the backend can't be reached
   */
  public Optional<TaskResult<Object>> getResult(String id) {
    return Blocking.join("getResult", operations.read(id, Duration.ZERO));
  }

  /** As {@link #getResult(String)}, with the task's class, so that every value can be decoded. */
  public <R> Optional<TaskResult<R>> getResult(String id, Class<? extends Task<R>> type) {
    return Blocking.join("getResult", operations.read(id, type, Duration.ZERO));
  }

  /**
   * Waits until the task has ended, or time is up; then the latest snapshot. Empty, at once, if
   * there is none of that id.
   *
   * @param timeout how long at most; zero reads once
   */
  public Optional<TaskResult<Object>> getResult(String id, Duration timeout) {
    return Blocking.join("getResult", operations.read(id, timeout));
  }

  /** As {@link #getResult(String, Duration)}, with the task's class. */
  public <R> Optional<TaskResult<R>> getResult(
      String id, Class<? extends Task<R>> type, Duration timeout) {
    return Blocking.join("getResult", operations.read(id, type, timeout));
  }

  /**
   * Ends a task that is not wanted any more: at once if it is pending or scheduled; a running one
   * is interrupted by its worker, or its stage is cancelled.
   *
   * @throws TaskValidationException if the id is none
   * @throws BackendConnectionException if the backend can't be reached
   */
  public CancelOutcome cancel(String id) {
    return Blocking.join("cancel", operations.cancel(id));
  }

  /** The tasks that failed for good: to list, requeue and delete. */
  public DeadLetters deadLetters() {
    return new DeadLetters(operations.deadLetters());
  }

  /** Closes the backend, unless it is shared. Closing twice is harmless. */
  @Override
  public void close() {
    if (closesBackend) {
      backend.close();
    }
  }
}
