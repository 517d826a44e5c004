package io.sitq.recovery;

import io.sitq.Backoff;
import io.sitq.ConfigurationException;
import io.sitq.TaskResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When a caller tries again: it enqueues the task anew, or reads an existing one again. Immutable:
 * each method returns a copy with one thing changed.
 *
 * <pre>{@code
 * CallerRetry.exponential(Duration.ofSeconds(1)).maxAttempts(6)     // waits 1, 2, 4, 8 and 16 s
 *     .retryOn(IOException.class).giveUpOn(FileNotFoundException.class)
 * }</pre>
 *
 * <p>The rules look at tasks that failed. One that was cancelled, or did not end in time, is never
 * enqueued again: it may still be wanted gone, or still succeed. Delays are up to a fifth shorter
 * than they say, so that callers who failed together don't return together; {@link Backoff#jitter}
 * 0 makes them exact. They live in this process: a retry that survives it is the worker's, see
 * {@link io.sitq.RetryPolicy}.
 */
public final class CallerRetry {
  /** The attempts unless another number is set, the first included. */
  public static final int DEFAULT_MAX_ATTEMPTS = 3;

  private static final CallerRetry NEVER =
      new CallerRetry(1, Backoff.exponential(Duration.ofSeconds(1)), List.of(), List.of(), null);

  private final int maxAttempts;
  private final Backoff backoff;
  private final List<Class<? extends Throwable>> retryOn;
  private final List<Class<? extends Throwable>> giveUpOn;
  private final @Nullable Predicate<? super TaskResult<?>> rule;

  private CallerRetry(
      int maxAttempts,
      Backoff backoff,
      List<Class<? extends Throwable>> retryOn,
      List<Class<? extends Throwable>> giveUpOn,
      @Nullable Predicate<? super TaskResult<?>> rule) {
    this.maxAttempts = maxAttempts;
    this.backoff = backoff;
    this.retryOn = retryOn;
    this.giveUpOn = giveUpOn;
    this.rule = rule;
  }

  /** One attempt: the default of {@link Recovery}. */
  public static CallerRetry never() {
    return NEVER;
  }

  /** Up to 3 attempts, the same delay between them. */
  public static CallerRetry fixed(Duration delay) {
    return of(Backoff.fixed(Require.setting("delay", delay)));
  }

  /** Up to 3 attempts, {@code initial × n} after the n-th. */
  public static CallerRetry linear(Duration initial) {
    return of(Backoff.linear(Require.setting("initial", initial)));
  }

  /** Up to 3 attempts, the delay doubling from {@code initial}, up to an hour. */
  public static CallerRetry exponential(Duration initial) {
    return of(Backoff.exponential(Require.setting("initial", initial)));
  }

  /**
   * Up to 3 attempts with this backoff.
   *
   * @throws ConfigurationException if its longest delay is not from 1 ms to 10 years
   */
  public static CallerRetry of(Backoff backoff) {
    Require.period("backoff.max", Require.setting("backoff", backoff).max());
    return new CallerRetry(DEFAULT_MAX_ATTEMPTS, backoff, List.of(), List.of(), null);
  }

  /**
   * With another number of attempts, the first included.
   *
   * @throws ConfigurationException if it is less than 1
   */
  public CallerRetry maxAttempts(int newMaxAttempts) {
    Require.atLeastOne("maxAttempts", newMaxAttempts);
    return new CallerRetry(newMaxAttempts, backoff, retryOn, giveUpOn, rule);
  }

  /**
   * Tries again only after tasks that failed with this type or a subtype; may be called for
   * several. Default: after all.
   */
  public CallerRetry retryOn(Class<? extends Throwable> type) {
    return new CallerRetry(maxAttempts, backoff, plus(retryOn, type), giveUpOn, rule);
  }

  /** Never tries again after this type or a subtype; wins over the other rules. */
  public CallerRetry giveUpOn(Class<? extends Throwable> type) {
    return new CallerRetry(maxAttempts, backoff, retryOn, plus(giveUpOn, type), rule);
  }

  /**
   * Tries again only if this says so too, which is asked once after each failed task that the types
   * allow to be tried again, and must not block. If it throws, that counts as no, and the exception
   * of the call says so. Replaces an earlier one.
   */
  public CallerRetry retryIf(Predicate<? super TaskResult<?>> newRule) {
    return new CallerRetry(
        maxAttempts, backoff, retryOn, giveUpOn, Require.setting("retryIf", newRule));
  }

  /** How many attempts, the first included. */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** How long to wait between them. */
  public Backoff backoff() {
    return backoff;
  }

  /** Whether a failed task is tried again; throws what the caller's rule throws. */
  boolean allows(TaskResult<?> failed) {
    return giveUpOn.stream().noneMatch(failed::failedWith)
        && (retryOn.isEmpty() || retryOn.stream().anyMatch(failed::failedWith))
        && (rule == null || rule.test(failed));
  }

  private static List<Class<? extends Throwable>> plus(
      List<Class<? extends Throwable>> types, Class<? extends Throwable> type) {
    List<Class<? extends Throwable>> longer = new ArrayList<>(types);
    longer.add(Require.setting("error type", type));
    return List.copyOf(longer);
  }
}
