package io.sitq;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Waits for a stage, and throws what it failed with. */
final class Blocking {
  private Blocking() {}

  static <T> T join(String operation, CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskQueueException(
          operation, operation + " was interrupted while it waited; the task goes on", e);
    } catch (ExecutionException e) {
      throw thrown(operation, unwrapped(e.getCause()));
    }
  }

  /** What a stage failed with, without what stages put around it. */
  static Throwable unwrapped(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static RuntimeException thrown(String operation, Throwable cause) {
    if (cause instanceof SitqException known) {
      known.addSuppressed(new CallSite(operation));
      return known;
    }
    return new TaskQueueException(operation, operation + " failed: " + cause, cause);
  }

  /** Shows who waited: the exception itself was made on another thread. */
  private static final class CallSite extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CallSite(String operation) {
      super("while the caller waited for " + operation);
    }
  }
}
