package io.sitq;

import io.sitq.json.JsonText;
import io.sitq.spi.UserThreads;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A {@link TaskQueue} without calls that block. What is wrong with the arguments is thrown at once;
 * what goes wrong afterwards fails the stage, with the exceptions of the blocking twin. Stages
 * complete on the JDK's common pool. Thread-safe.
 */
public final class AsyncTaskQueue {
  private final QueueOperations operations;

  AsyncTaskQueue(QueueOperations operations) {
    this.operations = operations;
  }

  /** As {@link TaskQueue#enqueue(Task)}. */
  public <R> CompletionStage<TaskHandle<R>> enqueue(Task<R> task) {
    return enqueue(task, TaskOptions.defaults());
  }

  /** As {@link TaskQueue#enqueue(Task, TaskOptions)}. */
  public <R> CompletionStage<TaskHandle<R>> enqueue(Task<R> task, TaskOptions options) {
    return UserThreads.hop(operations.enqueue(task, options));
  }

  /** As {@link TaskQueue#enqueue(String, JsonText, TaskOptions)}. */
  public CompletionStage<TaskHandle<JsonText>> enqueue(
      String taskName, JsonText arguments, TaskOptions options) {
    return UserThreads.hop(operations.enqueue(taskName, arguments, options));
  }

  /** As {@link TaskQueue#enqueueAll(Collection)}. */
  public <R> CompletionStage<List<TaskHandle<R>>> enqueueAll(
      Collection<? extends Task<? extends R>> tasks) {
    return enqueueAll(tasks, TaskOptions.defaults());
  }

  /** As {@link TaskQueue#enqueueAll(Collection, TaskOptions)}. */
  public <R> CompletionStage<List<TaskHandle<R>>> enqueueAll(
      Collection<? extends Task<? extends R>> tasks, TaskOptions options) {
    return UserThreads.hop(operations.<R>enqueueAll(tasks, options));
  }

  /** As {@link TaskQueue#getResult(String)}. */
  public CompletionStage<Optional<TaskResult<Object>>> getResult(String id) {
    return getResult(id, Duration.ZERO);
  }

  /** As {@link TaskQueue#getResult(String, Class)}. */
  public <R> CompletionStage<Optional<TaskResult<R>>> getResult(
      String id, Class<? extends Task<R>> type) {
    return getResult(id, type, Duration.ZERO);
  }

  /** As {@link TaskQueue#getResult(String, Duration)}. */
  public CompletionStage<Optional<TaskResult<Object>>> getResult(String id, Duration timeout) {
    return UserThreads.hop(operations.read(id, timeout));
  }

  /** As {@link TaskQueue#getResult(String, Class, Duration)}. */
  public <R> CompletionStage<Optional<TaskResult<R>>> getResult(
      String id, Class<? extends Task<R>> type, Duration timeout) {
    return UserThreads.hop(operations.read(id, type, timeout));
  }

  /** As {@link TaskQueue#cancel}. */
  public CompletionStage<CancelOutcome> cancel(String id) {
    return UserThreads.hop(operations.cancel(id));
  }

  /** As {@link TaskQueue#deadLetters}. */
  public AsyncDeadLetters deadLetters() {
    return operations.deadLetters();
  }
}
