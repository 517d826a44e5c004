package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Output;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * A value of a sealed interface: the stable id of its class, then the value. Only an id that is
 * registered, and whose class is below this interface, is read.
 */
final class SealedSerializer extends ValueSerializer<Object> {
  private final Class<?> type;
  private final Map<Class<?>, ValueSerializer<?>> subtypes = new HashMap<>();

  SealedSerializer(Class<?> type) {
    this.type = type;
  }

  /** Before the first use: a subtype may have components of the interface. */
  void add(Class<?> subtype, ValueSerializer<?> serializer) {
    subtypes.put(subtype, serializer);
  }

  @Override
  boolean nests() {
    return true;
  }

  @Override
  public void write(Kryo kryo, Output out, Object value) {
    Class<?> subtype = value instanceof Enum<?> e ? e.getDeclaringClass() : value.getClass();
    ValueSerializer<?> serializer = subtypes.get(subtype);
    if (serializer == null) {
      throw new ClassCastException("not below the interface");
    }
    out.writeByte(KryoKinds.VARIANT);
    out.writeInt(kryo.getRegistration(subtype).getId());
    writeValue(kryo, out, serializer, value);
  }

  @Override
  Object readData(Kryo kryo, WireInput in, int kind) {
    if (kind != KryoKinds.VARIANT) {
      throw ValueFailure.mismatch("a value of sealed " + type.getName(), kind);
    }
    int id = in.readInt();
    Registration registration = kryo.getClassResolver().getRegistration(id);
    ValueSerializer<?> serializer =
        registration == null ? null : subtypes.get(registration.getType());
    if (serializer == null) {
      throw unknown(id);
    }
    Object value = readValue(kryo, in, serializer);
    if (value == null) {
      throw ValueFailure.mismatch("a value of " + registration.getType().getName(), KryoKinds.NULL);
    }
    return value;
  }

  private ValueFailure unknown(int id) {
    TreeSet<String> known = new TreeSet<>();
    subtypes.keySet().forEach(subtype -> known.add(subtype.getSimpleName()));
    return new ValueFailure(
        String.format(
            "no subtype of %s has the id %08x, there are %s: deploy the readers that know it before"
                + " the writers that use it",
            type.getName(), id, known));
  }
}
