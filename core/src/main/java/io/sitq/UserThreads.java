package io.sitq;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;

/** Keeps code of users off the threads of the backend, which it could hold up for everybody. */
final class UserThreads {
  private UserThreads() {}

  /** The same stage, completing on the JDK's common pool. */
  static <T> CompletionStage<T> hop(CompletionStage<T> stage) {
    // named, since on a machine of two cores the default would be a new thread for each stage
    return stage.whenCompleteAsync((value, error) -> {}, ForkJoinPool.commonPool());
  }
}
