package io.sitq.worker.internal;

import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Errors after which nothing that the process would still write can be trusted: {@code
 * OutOfMemoryError} and the other {@code VirtualMachineError}s, but not {@code StackOverflowError},
 * which ends one call and harms nothing else.
 */
public final class FatalErrors {
  /** The exit code of a process that ends by such an error. */
  public static final int EXIT_CODE = 70;

  private final Consumer<Throwable> onFatal;

  /** Tells {@code onFatal}. */
  public FatalErrors(Consumer<Throwable> onFatal) {
    this.onFatal = onFatal;
  }

  /** Logs as little as possible, and ends the process without running anything more. */
  public static void halt(Throwable error) {
    try {
      LoggerFactory.getLogger(FatalErrors.class)
          .error("{}: the worker halts, its tasks are left to others", error.getClass().getName());
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  /**
   * Whether the error was fatal; if so it has been told. Looks into the wrappers of {@link Causes},
   * and no deeper: whoever caught an error and threw an exception instead has dealt with it.
   */
  boolean tell(Throwable error) {
    Throwable thrown = Causes.unwrapped(error);
    if (!isFatal(thrown)) {
      return false;
    }
    onFatal.accept(thrown);
    return true;
  }

  /**
   * The call, for a thread or a stage that would swallow what it throws: a fatal error is told,
   * anything else is logged as the failure of {@code what}.
   */
  Runnable watched(String what, Runnable call) {
    return () -> {
      try {
        call.run();
      } catch (Throwable e) {
        tellOrLog(what, e);
      }
    };
  }

  /** Tells a fatal error, and logs anything else as the failure of {@code what}. */
  void tellOrLog(String what, Throwable error) {
    if (!tell(error)) {
      LoggerFactory.getLogger("io.sitq.worker")
          .error("{} failed: {}", what, FailureText.description(error));
    }
  }

  /** For those who catch all that a user's code may throw: throws on what nobody may catch. */
  static void rethrow(Throwable caught) {
    if (isFatal(caught)) {
      throw (VirtualMachineError) caught;
    }
  }

  private static boolean isFatal(Throwable error) {
    return error instanceof VirtualMachineError && !(error instanceof StackOverflowError);
  }
}
