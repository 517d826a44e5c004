package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import io.sitq.spi.Texts;
import java.util.HashMap;
import java.util.Map;

/** The constants of an enum, by name: so they can be added and reordered. */
final class EnumSerializer extends ValueSerializer<Enum<?>> {
  private final Class<?> type;
  private final Map<String, Enum<?>> constants = new HashMap<>();

  EnumSerializer(Class<?> type) {
    this.type = type;
    for (Object constant : type.getEnumConstants()) {
      Enum<?> value = (Enum<?>) constant;
      constants.put(value.name(), value);
    }
  }

  @Override
  public void write(Kryo kryo, Output out, Enum<?> value) {
    if (value.getDeclaringClass() != type) {
      throw new ClassCastException("another enum");
    }
    out.writeByte(KryoKinds.ENUM);
    out.writeString(value.name());
  }

  @Override
  Enum<?> readData(Kryo kryo, WireInput in, int kind) {
    if (kind != KryoKinds.ENUM) {
      throw ValueFailure.mismatch("a constant of " + type.getName(), kind);
    }
    String name = in.readText();
    Enum<?> constant = constants.get(name);
    if (constant == null) {
      throw new ValueFailure(
          "enum "
              + type.getName()
              + " has no constant "
              + Texts.quoted(name)
              + ": deploy the readers that know it before the writers that use it");
    }
    return constant;
  }
}
