package io.sitq.recovery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is done instead when there is no value. */
interface Fallback<R> {
  /** Never throws; {@code run} is this fallback's alone. */
  CompletionStage<Outcome<R>> instead(FailedCall<R> failed, Run run);

  /**
   * Calls a function, on the thread that asks for the fallback. One that throws the very failure it
   * was given has none to add.
   */
  static <R> Fallback<R> by(Function<? super FailedCall<R>, ? extends @Nullable R> function) {
    return (failed, run) -> CompletableFuture.completedFuture(called(function, failed));
  }

  private static <R> Outcome<R> called(
      Function<? super FailedCall<R>, ? extends @Nullable R> function, FailedCall<R> failed) {
    try {
      return new Outcome.Value<>(function.apply(failed));
    } catch (RuntimeException | LinkageError | AssertionError e) {
      return e == failed.cause() ? new Outcome.NoValue<>(failed, false) : failedToo(failed, e);
    }
  }

  /** The end of a call whose fallback failed too. */
  static <R> Outcome<R> failedToo(FailedCall<R> failed, Throwable fallbackFailure) {
    return new Outcome.NoValue<>(
        failed.because(new FallbackFailedException(failed.cause(), fallbackFailure)), false);
  }
}
