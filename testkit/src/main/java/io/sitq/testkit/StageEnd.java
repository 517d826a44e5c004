package io.sitq.testkit;

import io.sitq.TaskTimeoutException;
import io.sitq.worker.TaskContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for the stage of an asynchronous handler. */
final class StageEnd {
  private StageEnd() {}

  /** The value of the stage; throws what it ended with, without wrappers. */
  static <R> @Nullable R of(
      @Nullable CompletionStage<? extends @Nullable R> stage, TaskContext context, Duration most)
      throws Exception {
    if (stage == null) {
      throw new NullPointerException(
          "the handler of " + context.taskName() + " returned null, not a CompletionStage");
    }
    CompletableFuture<@Nullable R> end = new CompletableFuture<>();
    var unused =
        stage.whenComplete(
            (value, thrown) -> {
              if (thrown == null) {
                end.complete(value);
              } else {
                end.completeExceptionally(thrown);
              }
            });
    try {
      return end.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw StageEnd.<RuntimeException>asItIs(unwrapped(e));
    } catch (TimeoutException e) {
      throw new TaskTimeoutException(
          context.taskId(),
          most,
          "the stage of task "
              + context.taskName()
              + " ("
              + context.taskId()
              + ") has not completed within "
              + most);
    }
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable inner = thrown;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  /** A stage may end with any Throwable, and the compiler need not know. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E asItIs(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
