package io.sitq.worker.internal;

import io.sitq.BackendException;
import io.sitq.SitqException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the backend, never endlessly. */
final class Stages {
  private Stages() {}

  /**
   * What the stage completes with.
   *
   * @throws BackendException if it fails, or takes longer than {@code most}; an error after which
   *     nothing can be trusted is thrown as it is
   */
  static <T> T join(String operation, CompletionStage<T> stage, Duration most)
      throws InterruptedException {
    try {
      return stage.toCompletableFuture().get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = Causes.unwrapped(e);
      FatalErrors.rethrow(cause);
      if (cause instanceof SitqException known) {
        throw known;
      }
      throw new BackendException(operation, operation + " failed: " + cause, cause);
    } catch (TimeoutException e) {
      throw new BackendException(operation, operation + " had no answer within " + most, e);
    }
  }
}
