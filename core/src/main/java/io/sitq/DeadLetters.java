package io.sitq;

import java.util.List;
import java.util.Optional;

/**
 * The tasks that failed for good. Thread-safe. Calls throw {@link BackendConnectionException} if
 * the backend can't be reached.
 */
public final class DeadLetters {
  private final AsyncDeadLetters async;

  DeadLetters(AsyncDeadLetters async) {
    this.async = async;
  }

  /** Those that match, newest first. */
  public List<DeadLetter> list(DeadLetterFilter filter) {
    return Blocking.join("list dead letters", async.list(filter));
  }

  /**
   * One of them; empty if the task is not there or has not failed. One that was pushed out of the
   * list is shown for as long as its result is kept, but can't be requeued any more.
   */
  public Optional<DeadLetter> get(String id) {
    return Blocking.join("get dead letter", async.get(id));
  }

  /**
   * Gives one a new life under the same id, with attempts from 1. Its error is forgotten.
   *
   * @return whether it was a dead letter
   */
  public boolean requeue(String id) {
    return Blocking.join("requeue", async.requeue(id));
  }

  /**
   * As {@link #requeue}, for all that match, in the order in which they failed; returns how many.
   */
  public int requeueAll(DeadLetterFilter filter) {
    return Blocking.join("requeue", async.requeueAll(filter));
  }

  /**
   * Deletes one with its result.
   *
   * @return whether it was a dead letter
   */
  public boolean delete(String id) {
    return Blocking.join("delete dead letter", async.delete(id));
  }

  /** As {@link #delete}, for all that match; returns how many. */
  public int deleteAll(DeadLetterFilter filter) {
    return Blocking.join("delete dead letters", async.deleteAll(filter));
  }
}
