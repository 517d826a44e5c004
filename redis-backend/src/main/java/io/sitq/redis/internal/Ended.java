package io.sitq.redis.internal;

import io.sitq.spi.StoredTask;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told on its reply channel: the id of a task that has ended, and of a small
 * success in two more lines the facts and the value, so that there is nothing left to read.
 *
 * @param success null if the task has to be read
 */
record Ended(String id, @Nullable StoredTask success) {
  static Ended parse(byte[] message) {
    int idEnd = lineEnd(message, 0);
    String id = Bytes.text(Arrays.copyOf(message, idEnd));
    int factsEnd = lineEnd(message, idEnd + 1);
    if (factsEnd >= message.length) {
      return new Ended(id, null);
    }
    String facts = Bytes.text(Arrays.copyOfRange(message, idEnd + 1, factsEnd));
    byte[] value = Arrays.copyOfRange(message, factsEnd + 1, message.length);
    return new Ended(id, Snapshots.success(id, facts, value.length == 0 ? null : value));
  }

  private static int lineEnd(byte[] message, int from) {
    int end = Math.min(from, message.length);
    while (end < message.length && message[end] != '\n') {
      end++;
    }
    return end;
  }
}
