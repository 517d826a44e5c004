package io.sitq.redis.internal;

import io.lettuce.core.RedisException;

/** A queue is being spread over more partitions, which takes a moment. */
final class QueueSpreadingException extends RedisException {
  private static final long serialVersionUID = 1L;

  QueueSpreadingException(String queue) {
    super("queue " + queue + " is being spread over more partitions right now");
  }

  /** Whether it is the reason of an error, translated or not. */
  static boolean isIn(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof QueueSpreadingException) {
        return true;
      }
    }
    return false;
  }
}
