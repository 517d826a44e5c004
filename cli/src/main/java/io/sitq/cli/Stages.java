package io.sitq.cli;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Waits for the backend's answers. */
final class Stages {
  private Stages() {}

  /** The answer, or what the stage failed with, unwrapped. */
  static <T> T join(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
