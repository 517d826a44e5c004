package io.sitq.recovery;

import io.sitq.ConfigurationException;
import io.sitq.SitqException;
import io.sitq.TaskQueueException;
import io.sitq.TaskSerializationException;
import io.sitq.TaskValidationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What an exception means for a call. */
final class Failures {
  private Failures() {}

  /** The stage; a failed one whatever the call throws at once, or a later attempt never ended. */
  static <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * No value and no other attempt: the backend has tried long enough by itself, and whether it has
   * the task is unknown. Mistakes of the caller are thrown, and so is an error.
   */
  static <R> Outcome<R> outcome(Throwable thrown, String taskName, Run run) {
    Throwable cause = unwrapped(thrown);
    rethrowError(cause);
    if (cause instanceof TaskValidationException
        || cause instanceof TaskSerializationException
        || cause instanceof ConfigurationException) {
      throw (SitqException) cause;
    }
    return run.unseen(
        taskName,
        cause instanceof SitqException known
            ? known
            : new TaskQueueException("run", "run of " + taskName + " failed: " + cause, cause),
        false);
  }

  /** Throws on what is no outcome: an error of the JVM's, where one about a class is the task's. */
  static void rethrowError(Throwable thrown) {
    if (thrown instanceof Error error && !(thrown instanceof LinkageError)) {
      throw error;
    }
  }

  static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
