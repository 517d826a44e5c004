package io.sitq.redis.internal;

import io.lettuce.core.StreamMessage;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.Delivery;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads entries of a ready stream; what is none may come from anybody. */
final class Entries {
  private Entries() {}

  /**
   * The task of an entry, or null if it is no task: without id or envelope, or of another queue or
   * partition.
   */
  static @Nullable Delivery parse(QueueKeys keys, StreamMessage<byte[], byte[]> message) {
    String id = null;
    String task = "unknown";
    byte[] envelope = null;
    int attempt = 1;
    int crashes = 0;
    int handbacks = 0;
    String errors = null;
    for (Map.Entry<byte[], byte[]> field : message.getBody().entrySet()) {
      byte[] value = field.getValue();
      switch (Bytes.text(field.getKey())) {
        case "id" -> id = Bytes.text(value);
        case "task" -> task = Bytes.text(value);
        case "envelope" -> envelope = value;
        case "attempt" -> attempt = number(value, 1);
        case "crashes" -> crashes = number(value, 0);
        case "handbacks" -> handbacks = number(value, 0);
        case "errors" -> errors = Bytes.text(value);
        default -> {
          // a later version's field
        }
      }
    }
    if (id == null || envelope == null || !keys.owns(id)) {
      return null;
    }
    return new Delivery(
        keys.queue,
        message.getId(),
        id,
        task,
        attempt,
        crashes,
        handbacks,
        PackedErrors.unpack(errors),
        envelope);
  }

  private static int number(byte[] text, int otherwise) {
    try {
      return Integer.parseInt(Bytes.text(text));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
