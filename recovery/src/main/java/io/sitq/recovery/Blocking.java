package io.sitq.recovery;

import io.sitq.SitqException;
import io.sitq.TaskQueueException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets a caller's thread wait for a call. */
final class Blocking {
  private Blocking() {}

  /** The outcome. An interrupt ends the call: no further attempt, no fallback. */
  static <R> Outcome<R> join(CompletionStage<Outcome<R>> stage, Run run) {
    return await(
        "run",
        stage,
        () -> {
          run.stop();
          return interrupted(run.taskId());
        });
  }

  /** What the stage gives. */
  static <T> T await(String operation, CompletionStage<T> stage) {
    return await(operation, stage, () -> operation + " was interrupted while it waited");
  }

  private static <T> T await(
      String operation, CompletionStage<T> stage, Supplier<String> whenInterrupted) {
    try {
      return stage.toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskQueueException(operation, whenInterrupted.get(), e);
    } catch (ExecutionException e) {
      Throwable cause = Failures.unwrapped(e.getCause());
      Failures.rethrowError(cause);
      throw cause instanceof SitqException known
          ? atCaller(known)
          : new TaskQueueException(operation, operation + " failed: " + cause, cause);
    }
  }

  /** The value, or the exception with the stack of the caller. */
  static <R> @Nullable R value(Outcome<R> outcome) {
    if (outcome instanceof Outcome.NoValue<R> none) {
      throw atCaller(none.call().cause());
    }
    return outcome.valueOrThrow();
  }

  private static String interrupted(@Nullable String taskId) {
    return taskId == null
        ? "run was interrupted while it waited; what it sent may still arrive"
        : "run was interrupted while it waited for task "
            + taskId
            + ", which goes on and is not tried again";
  }

  private static SitqException atCaller(SitqException failure) {
    failure.addSuppressed(new CallSite());
    return failure;
  }

  /** Shows who waited: the exception itself was made on another thread. */
  private static final class CallSite extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CallSite() {
      super("while the caller waited");
    }
  }
}
