package io.sitq.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Calls what has no time limit of its own, and goes on without it when time is up. */
final class BoundedCall {
  private BoundedCall() {}

  /**
   * @param purpose worded to follow "can't"
   * @param late gets the result if it comes when nobody waits for it any more
   */
  static <T> T within(Duration limit, String purpose, Callable<T> call, Consumer<T> late)
      throws ProviderUnavailableException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread = new Thread(() -> complete(result, call), "sitq-redis-start");
    thread.setDaemon(true);
    thread.start();
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoClassDefFoundError missing) {
        throw missing; // not a failure of the call
      }
      throw new ProviderUnavailableException("can't " + purpose, e.getCause());
    } catch (TimeoutException e) {
      abandon(result, thread, late);
      throw new ProviderUnavailableException(
          "can't " + purpose + " within " + limit.toSeconds() + " s");
    } catch (InterruptedException e) {
      abandon(result, thread, late);
      Thread.currentThread().interrupt();
      throw new ProviderUnavailableException("interrupted, so can't " + purpose);
    }
  }

  private static <T> void abandon(CompletableFuture<T> result, Thread thread, Consumer<T> late) {
    CompletableFuture<Void> unused = result.thenAccept(late);
    thread.interrupt();
  }

  @SuppressWarnings("CatchingUnchecked") // whatever it throws is the caller's to see
  private static <T> void complete(CompletableFuture<T> result, Callable<T> call) {
    try {
      result.complete(call.call());
    } catch (Throwable failure) {
      result.completeExceptionally(failure);
    }
  }
}
