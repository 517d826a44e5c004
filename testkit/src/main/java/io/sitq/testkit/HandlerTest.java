package io.sitq.testkit;

import io.sitq.ConfigurationException;
import io.sitq.Task;
import io.sitq.worker.AsyncTaskHandler;
import io.sitq.worker.ContextAsyncTaskHandler;
import io.sitq.worker.ContextTaskAction;
import io.sitq.worker.ContextTaskHandler;
import io.sitq.worker.TaskAction;
import io.sitq.worker.TaskHandler;
import io.sitq.worker.TaskModule;
import org.jspecify.annotations.Nullable;

/**
 * Runs a handler on one task without Redis: the task goes through the serializer and back, the
 * handler is called on the test's thread, and what it returns goes through the serializer and back.
 * So a test sees what a worker hands to the handler and what a caller gets, and a component or a
 * result that can't travel fails here and not in production.
 *
 * <pre>{@code
 * Integer quotient = HandlerTest.run(task -> task.a() / task.b(), new Divide(10, 2));
 * }</pre>
 *
 * <p>{@code run}, {@code runAction} and {@code runAsync} are for what {@code handle}, {@code run}
 * and {@code handleAsync} of {@link io.sitq.worker.Handlers} register; names of their own because
 * overloads of one name would be ambiguous for lambdas. Each returns the decoded result and throws:
 *
 * <ul>
 *   <li>what the handler throws, the very object; of a stage what it ended with, without {@code
 *       CompletionException} around it;
 *   <li>{@link io.sitq.TaskValidationException} if the task is null or no acceptable record, or if
 *       it or its result has a type that can't be encoded: the handler was not called;
 *   <li>{@link io.sitq.TaskSerializationException} if the task can't be encoded or decoded, so that
 *       the handler was not called, or if the result can't be;
 *   <li>{@link io.sitq.TaskTimeoutException} if a stage takes longer than {@link
 *       HandlerTestOptions#stageTimeout};
 *   <li>{@link ConfigurationException} if handler or options are null.
 * </ul>
 *
 * <p>Retries, timeouts and what a worker stores of a failure are not tried here: a test of these
 * has a worker and a {@link SitqRedis}.
 */
public final class HandlerTest {
  private HandlerTest() {}

  /** Code that returns the result. With {@link HandlerTestOptions#defaults()}. */
  public static <T extends Task<R>, R> @Nullable R run(TaskHandler<T, R> handler, T task)
      throws Exception {
    return run(handler, task, HandlerTestOptions.defaults());
  }

  /** Code that returns the result. */
  public static <T extends Task<R>, R> @Nullable R run(
      TaskHandler<T, R> handler, T task, HandlerTestOptions options) throws Exception {
    notNull("handler", handler);
    return run((sent, context) -> handler.handle(sent), task, options);
  }

  /** As above, for code that looks at the context. */
  public static <T extends Task<R>, R> @Nullable R run(ContextTaskHandler<T, R> handler, T task)
      throws Exception {
    return run(handler, task, HandlerTestOptions.defaults());
  }

  /** As above, for code that looks at the context. */
  public static <T extends Task<R>, R> @Nullable R run(
      ContextTaskHandler<T, R> handler, T task, HandlerTestOptions options) throws Exception {
    notNull("handler", handler);
    RoundTrip<T, R> trip = RoundTrip.of(task, notNull("options", options));
    return trip.returned(handler.handle(trip.sent(task), trip.context()));
  }

  /** Code without a result. With {@link HandlerTestOptions#defaults()}. */
  public static <T extends Task<Void>> void runAction(TaskAction<T> action, T task)
      throws Exception {
    runAction(action, task, HandlerTestOptions.defaults());
  }

  /** Code without a result. */
  public static <T extends Task<Void>> void runAction(
      TaskAction<T> action, T task, HandlerTestOptions options) throws Exception {
    notNull("action", action);
    runAction((sent, context) -> action.run(sent), task, options);
  }

  /** As above, for code that looks at the context. */
  public static <T extends Task<Void>> void runAction(ContextTaskAction<T> action, T task)
      throws Exception {
    runAction(action, task, HandlerTestOptions.defaults());
  }

  /** As above, for code that looks at the context. */
  public static <T extends Task<Void>> void runAction(
      ContextTaskAction<T> action, T task, HandlerTestOptions options) throws Exception {
    notNull("action", action);
    RoundTrip<T, Void> trip = RoundTrip.of(task, notNull("options", options));
    action.run(trip.sent(task), trip.context());
  }

  /** Code that returns a stage. With {@link HandlerTestOptions#defaults()}. */
  public static <T extends Task<R>, R> @Nullable R runAsync(AsyncTaskHandler<T, R> handler, T task)
      throws Exception {
    return runAsync(handler, task, HandlerTestOptions.defaults());
  }

  /** Code that returns a stage. */
  public static <T extends Task<R>, R> @Nullable R runAsync(
      AsyncTaskHandler<T, R> handler, T task, HandlerTestOptions options) throws Exception {
    notNull("handler", handler);
    return runAsync((sent, context) -> handler.handle(sent), task, options);
  }

  /** As above, for code that looks at the context. */
  public static <T extends Task<R>, R> @Nullable R runAsync(
      ContextAsyncTaskHandler<T, R> handler, T task) throws Exception {
    return runAsync(handler, task, HandlerTestOptions.defaults());
  }

  /** As above, for code that looks at the context. */
  public static <T extends Task<R>, R> @Nullable R runAsync(
      ContextAsyncTaskHandler<T, R> handler, T task, HandlerTestOptions options) throws Exception {
    notNull("handler", handler);
    notNull("options", options);
    return run(
        (sent, context) ->
            StageEnd.of(handler.handle(sent, context), context, options.stageTimeout()),
        task,
        options);
  }

  /**
   * For the handlers that a module registers.
   *
   * @throws io.sitq.TaskValidationException if it registers what a worker would refuse
   */
  public static ModuleTest of(TaskModule module) {
    return new ModuleTest(notNull("module", module));
  }

  static <V> V notNull(String parameter, @Nullable V value) {
    if (value == null) {
      throw new ConfigurationException(parameter, "must not be null", null);
    }
    return value;
  }
}
