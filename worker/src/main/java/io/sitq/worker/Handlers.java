package io.sitq.worker;

import io.sitq.Task;

/**
 * Where handlers are registered: one for each type of task. A task class must be a named record
 * that is not generic; each method throws {@link io.sitq.TaskValidationException} if it is not, if
 * the type has a handler already, or if its name or an alias is another type's.
 *
 * <p>{@code handle}, {@code run} and {@code handleAsync} are names of their own because overloads
 * of one name would be ambiguous for lambdas. A handler may throw anything: the attempt has failed
 * with it, unless it is {@link RetryLater} or {@link GiveUp}. An {@code OutOfMemoryError} or
 * another {@code VirtualMachineError} than {@code StackOverflowError} ends the process, see {@link
 * WorkerBuilder#onFatalError}.
 */
public interface Handlers {
  /** Code that returns the result. With {@link HandlerOptions#defaults()}. */
  default <T extends Task<R>, R> Handlers handle(Class<T> type, TaskHandler<T, R> handler) {
    return handle(type, handler, HandlerOptions.defaults());
  }

  /** Code that returns the result. */
  default <T extends Task<R>, R> Handlers handle(
      Class<T> type, TaskHandler<T, R> handler, HandlerOptions options) {
    Require.notNull("handler", handler);
    return handle(type, (task, context) -> handler.handle(task), options);
  }

  /** As above, for code that looks at the {@link TaskContext}. */
  default <T extends Task<R>, R> Handlers handle(Class<T> type, ContextTaskHandler<T, R> handler) {
    return handle(type, handler, HandlerOptions.defaults());
  }

  /** As above, for code that looks at the {@link TaskContext}. */
  <T extends Task<R>, R> Handlers handle(
      Class<T> type, ContextTaskHandler<T, R> handler, HandlerOptions options);

  /** Code without a result. With {@link HandlerOptions#defaults()}. */
  default <T extends Task<Void>> Handlers run(Class<T> type, TaskAction<T> action) {
    return run(type, action, HandlerOptions.defaults());
  }

  /** Code without a result. */
  default <T extends Task<Void>> Handlers run(
      Class<T> type, TaskAction<T> action, HandlerOptions options) {
    Require.notNull("action", action);
    return run(type, (task, context) -> action.run(task), options);
  }

  /** As above, for code that looks at the {@link TaskContext}. */
  default <T extends Task<Void>> Handlers run(Class<T> type, ContextTaskAction<T> action) {
    return run(type, action, HandlerOptions.defaults());
  }

  /** As above, for code that looks at the {@link TaskContext}. */
  default <T extends Task<Void>> Handlers run(
      Class<T> type, ContextTaskAction<T> action, HandlerOptions options) {
    Require.notNull("action", action);
    return handle(
        type,
        (task, context) -> {
          action.run(task, context);
          return null;
        },
        options);
  }

  /**
   * Code that returns a stage; no thread is held until the stage completes. A stage that never
   * completes is bounded by the timeout only. With {@link HandlerOptions#defaults()}.
   */
  default <T extends Task<R>, R> Handlers handleAsync(
      Class<T> type, AsyncTaskHandler<T, R> handler) {
    return handleAsync(type, handler, HandlerOptions.defaults());
  }

  /**
   * Code that returns a stage; no thread is held until the stage completes. A stage that never
   * completes is bounded by the timeout only.
   */
  default <T extends Task<R>, R> Handlers handleAsync(
      Class<T> type, AsyncTaskHandler<T, R> handler, HandlerOptions options) {
    Require.notNull("handler", handler);
    return handleAsync(type, (task, context) -> handler.handle(task), options);
  }

  /** As above, for code that looks at the {@link TaskContext}. */
  default <T extends Task<R>, R> Handlers handleAsync(
      Class<T> type, ContextAsyncTaskHandler<T, R> handler) {
    return handleAsync(type, handler, HandlerOptions.defaults());
  }

  /** As above, for code that looks at the {@link TaskContext}. */
  <T extends Task<R>, R> Handlers handleAsync(
      Class<T> type, ContextAsyncTaskHandler<T, R> handler, HandlerOptions options);
}
