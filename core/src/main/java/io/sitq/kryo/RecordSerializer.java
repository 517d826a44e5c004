package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import io.sitq.spi.ComponentType;
import io.sitq.spi.ValueType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record: its components by name, so that a component that was added, removed or moved between
 * writer and reader is no obstacle. As long as the names come in this record's order they are
 * compared as bytes and no string is made.
 */
final class RecordSerializer extends ValueSerializer<Object> {
  private static final Object UNREAD = new Object();

  private final Class<?> type;
  private final List<ComponentType> declared;
  private final RecordShape shape;
  private final byte[][] wireNames;
  private final Map<String, Integer> indexes = new HashMap<>();
  private ValueSerializer<?>[] components = new ValueSerializer<?>[0];

  RecordSerializer(ValueType record) {
    this.type = record.raw();
    this.declared = record.components();
    this.shape = new RecordShape(type);
    this.wireNames = new byte[shape.size()][];
    for (int i = 0; i < wireNames.length; i++) {
      wireNames[i] = WireStrings.encoded(shape.name(i));
      indexes.put(shape.name(i), i);
      for (String alias : declared.get(i).aliases()) {
        indexes.put(alias, i);
      }
    }
  }

  /** Before the first use: a record may be a component of itself. */
  void setComponents(ValueSerializer<?>[] serializers) {
    components = serializers;
  }

  @Override
  boolean nests() {
    return true;
  }

  @Override
  public void write(Kryo kryo, Output out, Object value) {
    if (!type.isInstance(value)) {
      throw new ClassCastException("another class");
    }
    out.writeByte(KryoKinds.RECORD);
    out.writeVarInt(components.length, true);
    for (int i = 0; i < components.length; i++) {
      out.writeBytes(wireNames[i]);
      try {
        writeValue(kryo, out, components[i], shape.get(value, i));
      } catch (RuntimeException | StackOverflowError e) {
        throw ValueFailure.within(type, shape.name(i), e);
      }
    }
  }

  @Override
  Object readData(Kryo kryo, WireInput in, int kind) {
    if (kind != KryoKinds.RECORD) {
      throw ValueFailure.mismatch("record " + type.getName(), kind);
    }
    @Nullable Object[] values = new Object[components.length];
    Arrays.fill(values, UNREAD);
    int announced = in.readCount(2);
    int expected = 0;
    int found = 0;
    for (int i = 0; i < announced; i++) {
      int index = nextIndex(in, expected);
      if (index < 0) {
        Skipper.skip(in, kryo.getDepth());
        continue;
      }
      if (values[index] != UNREAD) {
        throw new ValueFailure(
            "component " + shape.name(index) + " comes twice: the bytes are damaged");
      }
      values[index] = readComponent(kryo, in, index);
      expected = index + 1;
      found++;
    }
    if (found < values.length) {
      fillMissing(values);
    }
    return shape.make(values);
  }

  /** Which component's name is next, or -1 if this record has none of that name. */
  private int nextIndex(WireInput in, int expected) {
    if (expected < wireNames.length && in.skipIfNext(wireNames[expected])) {
      return expected;
    }
    return indexes.getOrDefault(in.readText(), -1);
  }

  private @Nullable Object readComponent(Kryo kryo, WireInput in, int index) {
    try {
      return readValue(kryo, in, components[index]);
    } catch (RuntimeException | StackOverflowError e) {
      throw ValueFailure.within(type, shape.name(index), e);
    }
  }

  private void fillMissing(@Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == UNREAD) {
        Object given = declared.get(i).whenMissing();
        values[i] = given == null ? components[i].whenMissing() : given;
      }
    }
  }
}
