package io.sitq.spi;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Keeps code of users off the threads of the backend and of timers, which it could hold up for
 * everybody.
 */
public final class UserThreads {
  /**
   * Wrapped, since a {@code CompletableFuture} that is given the pool itself starts a new thread
   * for each stage on a machine of two cores.
   */
  @SuppressWarnings("UnnecessaryMethodReference") // the pool itself would not be used
  private static final Executor COMMON_POOL = ForkJoinPool.commonPool()::execute;

  private UserThreads() {}

  /** The same stage, completing on the JDK's common pool. */
  public static <T> CompletionStage<T> hop(CompletionStage<T> stage) {
    return stage.whenCompleteAsync((value, error) -> {}, COMMON_POOL);
  }

  /** The JDK's common pool, for what must run there even if the stage before has completed. */
  public static Executor pool() {
    return COMMON_POOL;
  }
}
