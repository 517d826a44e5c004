package io.sitq.worker.internal;

import io.sitq.Task;
import io.sitq.worker.ContextAsyncTaskHandler;
import io.sitq.worker.ContextTaskHandler;
import io.sitq.worker.TaskContext;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A handler without its types.
 *
 * @param call the handler
 * @param async whether it returns a stage, never null, and ends when the stage does
 */
public record HandlerCode(Call call, boolean async) {
  /** Whatever can be called with a task and a context. */
  @FunctionalInterface
  public interface Call {
    /** Calls the handler. */
    @Nullable Object on(Object task, TaskContext context) throws Exception;
  }

  /** Ends when it returns. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // registered together with the task's class
  public static HandlerCode blocking(ContextTaskHandler handler) {
    return new HandlerCode((task, context) -> handler.handle((Task) task, context), false);
  }

  /** Ends when the stage that it returns does. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // registered together with the task's class
  public static HandlerCode async(ContextAsyncTaskHandler handler) {
    return new HandlerCode(
        (task, context) -> {
          CompletionStage<?> stage = handler.handle((Task) task, context);
          if (stage == null) {
            throw new NullPointerException(
                "the handler of " + context.taskName() + " returned null, not a CompletionStage");
          }
          return stage;
        },
        true);
  }
}
