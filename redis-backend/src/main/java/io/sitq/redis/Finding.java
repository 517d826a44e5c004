package io.sitq.redis;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@link RedisDoctor} says about one thing. Immutable. */
public final class Finding {
  /** How it is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Works, and could be better. */
    ADVICE,
    /** Tasks can be lost, or don't run: somebody has to act. */
    PROBLEM,
    /** Could not be looked at; the advice says which right is missing. */
    NOT_CHECKED
  }

  private final Level level;
  private final String check;
  private final String message;
  private final @Nullable String advice;

  private Finding(Level level, String check, String message, @Nullable String advice) {
    this.level = level;
    this.check = Objects.requireNonNull(check);
    this.message = Objects.requireNonNull(message);
    this.advice = advice;
  }

  /** What is as it should be. */
  public static Finding ok(String check, String message) {
    return new Finding(Level.OK, check, message, null);
  }

  /** What could be better. */
  public static Finding advice(String check, String message, String advice) {
    return new Finding(Level.ADVICE, check, message, advice);
  }

  /** What somebody has to do something about. */
  public static Finding problem(String check, String message, String advice) {
    return new Finding(Level.PROBLEM, check, message, advice);
  }

  /** What could not be looked at, and what it would take. */
  public static Finding notChecked(String check, String message, String advice) {
    return new Finding(Level.NOT_CHECKED, check, message, advice);
  }

  /** How it is. */
  public Level level() {
    return level;
  }

  /** What was looked at, in a word: {@code version}, {@code persistence}, {@code consumers}. */
  public String check() {
    return check;
  }

  /** What was found, in a sentence. */
  public String message() {
    return message;
  }

  /** What to do; null if there is nothing to do. */
  public @Nullable String advice() {
    return advice;
  }

  /** All of it. */
  @Override
  public String toString() {
    return level + " " + check + ": " + message + (advice == null ? "" : " - " + advice);
  }
}
