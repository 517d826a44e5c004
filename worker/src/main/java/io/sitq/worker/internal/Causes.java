package io.sitq.worker.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Takes the wrappers off that the JDK puts around what was thrown. */
final class Causes {
  private static final int MAX_WRAPPERS = 100;

  private Causes() {}

  /** What was thrown, without wrappers that say nothing of their own. */
  static Throwable unwrapped(Throwable thrown) {
    Throwable inner = thrown;
    for (int i = 0; i < MAX_WRAPPERS && isWrapper(inner); i++) {
      Throwable cause = of(inner);
      if (cause == null) {
        return inner;
      }
      inner = cause;
    }
    return inner;
  }

  /** The cause; null if there is none, or it can't be asked for. */
  static @Nullable Throwable of(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable e) {
      FatalErrors.rethrow(e);
      return null;
    }
  }

  private static boolean isWrapper(Throwable thrown) {
    return thrown instanceof CompletionException
        || thrown instanceof ExecutionException
        || thrown instanceof InvocationTargetException
        || thrown instanceof UndeclaredThrowableException;
  }
}
