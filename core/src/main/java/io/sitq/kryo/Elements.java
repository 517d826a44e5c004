package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import io.sitq.spi.HashKeys;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The elements of lists, sets and arrays. */
final class Elements {
  private static final int MAX_ROOM = 1024;

  private Elements() {}

  static int readCount(WireInput in, int kind) {
    if (kind != KryoKinds.LIST) {
      throw ValueFailure.mismatch("a list", kind);
    }
    return in.readCount(1);
  }

  /**
   * Room to begin with. A count is believed only as far as its elements come: each of many lists
   * within each other may claim all that remains.
   */
  static int room(int count) {
    return Math.min(count, MAX_ROOM);
  }

  static void write(
      Kryo kryo, Output out, ValueSerializer<?> serializer, @Nullable Object value, int index) {
    try {
      ValueSerializer.writeValue(kryo, out, serializer, value);
    } catch (RuntimeException | StackOverflowError e) {
      throw ValueFailure.within("[" + index + "]", e);
    }
  }

  static @Nullable Object read(Kryo kryo, WireInput in, ValueSerializer<?> serializer, int index) {
    try {
      return ValueSerializer.readValue(kryo, in, serializer);
    } catch (RuntimeException | StackOverflowError e) {
      throw ValueFailure.within("[" + index + "]", e);
    }
  }

  /** The elements of a set whose hash codes may have been made to collide. */
  static Set<@Nullable Object> readKeys(
      Kryo kryo, WireInput in, ValueSerializer<?> serializer, int count) {
    HashKeys keys = new HashKeys(room(count));
    for (int i = 0; i < count; i++) {
      int start = in.position();
      keys.add(read(kryo, in, serializer, i), in.position() - start);
    }
    return keys.toSet(in.collisions());
  }

  /** Other threads must not change what is being encoded; the count is already written. */
  static void checkCount(int announced, int written) {
    if (announced != written) {
      throw new ValueFailure(
          "the collection said that it has "
              + announced
              + " elements and gave "
              + written
              + ": don't change it while it is enqueued, pass a copy");
    }
  }
}
