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

  /** The stage; a failed one if the call throws at once. */
  static <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException | LinkageError e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * No value and no other attempt: the backend has tried long enough by itself, and whether it has
   * the task is unknown. Mistakes of the caller are thrown.
   */
  static <R> Outcome<R> outcome(Throwable thrown, String taskName, Run run) {
    Throwable cause = unwrapped(thrown);
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

  static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
