package io.sitq;

import io.sitq.spi.Names;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant. Immutable: each method returns a copy with one thing changed.
 *
 * @param queue their queue
 * @param task their task's name; null for any
 * @param errorType the class of what was thrown, or one of its superclasses; null for any
 * @param since no older ones; null for no bound
 * @param until no newer ones; null for no bound
 * @param limit how many at most, the newest first; at least 1
 */
public record DeadLetterFilter(
    String queue,
    @Nullable String task,
    @Nullable String errorType,
    @Nullable Instant since,
    @Nullable Instant until,
    int limit) {
  private static final DeadLetterFilter ALL =
      new DeadLetterFilter(Names.DEFAULT_QUEUE, null, null, null, null, Integer.MAX_VALUE);

  /**
   * Checks the values.
   *
   * @throws TaskValidationException if the queue's name is none, or the limit is less than 1
   */
  public DeadLetterFilter {
    Checks.queueName(queue);
    Checks.atLeastOne("limit", limit);
  }

  /** All of the queue {@code default}. */
  public static DeadLetterFilter all() {
    return ALL;
  }

  /** Those of another queue. */
  public DeadLetterFilter queue(String newQueue) {
    return new DeadLetterFilter(newQueue, task, errorType, since, until, limit);
  }

  /** Those of one task. */
  public DeadLetterFilter task(String newTask) {
    return new DeadLetterFilter(queue, newTask, errorType, since, until, limit);
  }

  /** Those that failed with this type, or a subtype of it. */
  public DeadLetterFilter errorType(String newErrorType) {
    return new DeadLetterFilter(queue, task, newErrorType, since, until, limit);
  }

  /** Those that failed at this time or later, by the backend's clock. */
  public DeadLetterFilter since(Instant newSince) {
    return new DeadLetterFilter(queue, task, errorType, newSince, until, limit);
  }

  /** Those that failed at this time or earlier, by the backend's clock. */
  public DeadLetterFilter until(Instant newUntil) {
    return new DeadLetterFilter(queue, task, errorType, since, newUntil, limit);
  }

  /** The newest of them only. */
  public DeadLetterFilter limit(int newLimit) {
    return new DeadLetterFilter(queue, task, errorType, since, until, newLimit);
  }

  boolean matches(DeadLetter letter) {
    return (task == null || task.equals(letter.task()))
        && (errorType == null
            || errorType.equals(letter.failure().errorType())
            || letter.failure().supertypes().contains(errorType));
  }
}
