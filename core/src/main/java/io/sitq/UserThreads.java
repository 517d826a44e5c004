package io.sitq;

import java.util.concurrent.CompletionStage;

/** Keeps code of users off the threads of the backend, which it could hold up for everybody. */
final class UserThreads {
  private UserThreads() {}

  /** The same stage, completing on the JDK's common pool. */
  static <T> CompletionStage<T> hop(CompletionStage<T> stage) {
    return stage.whenCompleteAsync((value, error) -> {});
  }
}
