package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.util.Optional;

/**
 * An optional. Null, a missing component, and a plain value are read as optionals too, so that a
 * component can become one.
 */
final class OptionalSerializer extends ValueSerializer<Optional<?>> {
  private final ValueSerializer<?> value;

  OptionalSerializer(ValueSerializer<?> value) {
    this.value = value;
  }

  @Override
  boolean nests() {
    return true;
  }

  @Override
  Optional<?> whenMissing() {
    return Optional.empty();
  }

  @Override
  Optional<?> whenNull() {
    return Optional.empty();
  }

  @Override
  public void write(Kryo kryo, Output out, Optional<?> optional) {
    out.writeByte(KryoKinds.OPTIONAL);
    ValueSerializer.writeValue(kryo, out, value, optional.orElse(null));
  }

  @Override
  Optional<?> readData(Kryo kryo, WireInput in, int kind) {
    return kind == KryoKinds.OPTIONAL
        ? Optional.ofNullable(ValueSerializer.readValue(kryo, in, value))
        : Optional.of(value.readData(kryo, in, kind));
  }
}
