package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the values of one declared type: a kind, then its data. Has no state of its own,
 * so one instance serves all threads and Kryo instances.
 */
abstract class ValueSerializer<T> extends Serializer<T> {
  /** Reads what follows the kind, which is not {@link KryoKinds#NULL}. */
  abstract T readData(Kryo kryo, WireInput in, int kind);

  /** Whether values have values in them, which Kryo then counts as a level of depth. */
  boolean nests() {
    return false;
  }

  /** What a component is that the bytes don't have. */
  @Nullable T whenMissing() {
    return null;
  }

  /** What a null on the wire is. */
  @Nullable T whenNull() {
    return null;
  }

  @Override
  public final @Nullable T read(Kryo kryo, Input input, Class<? extends T> type) {
    WireInput in = (WireInput) input;
    int kind = in.readByte();
    return kind == KryoKinds.NULL ? whenNull() : readData(kryo, in, kind);
  }

  /** Writes any value of the type, or null. */
  @SuppressWarnings("unchecked") // a wrong value fails with a ClassCastException, which is reported
  static void writeValue(
      Kryo kryo, Output out, ValueSerializer<?> serializer, @Nullable Object value) {
    if (value == null) {
      out.writeByte(KryoKinds.NULL);
    } else if (serializer.nests()) {
      kryo.writeObject(out, value, serializer);
    } else {
      ((ValueSerializer<Object>) serializer).write(kryo, out, value);
    }
  }

  /** Reads any value of the type, or null. */
  @SuppressWarnings("unchecked") // the type is for Kryo's own serializers; ours know theirs
  static @Nullable Object readValue(Kryo kryo, WireInput in, ValueSerializer<?> serializer) {
    if (serializer.nests()) {
      if (in.skipNull()) {
        return serializer.whenNull();
      }
      return kryo.readObject(in, Object.class, serializer);
    }
    return ((ValueSerializer<Object>) serializer).read(kryo, in, Object.class);
  }
}
