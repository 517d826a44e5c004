package io.sitq.recovery;

import org.jspecify.annotations.Nullable;

/** What became of a call: a value, or why there is none. */
sealed interface Outcome<R> {
  /** The value, or what {@link FailedCall#cause} says. */
  @Nullable R valueOrThrow();

  /** A value; null if the task gave null. */
  record Value<R>(@Nullable R value) implements Outcome<R> {
    @Override
    public @Nullable R valueOrThrow() {
      return value;
    }
  }

  /**
   * No value.
   *
   * @param call why
   * @param retriable whether another attempt makes sense, if the rules allow it
   */
  record NoValue<R>(FailedCall<R> call, boolean retriable) implements Outcome<R> {
    @Override
    public @Nullable R valueOrThrow() {
      throw call.cause();
    }
  }
}
