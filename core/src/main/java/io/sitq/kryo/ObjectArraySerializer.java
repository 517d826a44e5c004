package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An array of objects, by its declared element type. */
final class ObjectArraySerializer extends ValueSerializer<Object[]> {
  private final Class<?> elementType;
  private final ValueSerializer<?> element;

  ObjectArraySerializer(Class<?> elementType, ValueSerializer<?> element) {
    this.elementType = elementType;
    this.element = element;
  }

  @Override
  boolean nests() {
    return true;
  }

  @Override
  Object[] whenMissing() {
    return (Object[]) Array.newInstance(elementType, 0);
  }

  @Override
  public void write(Kryo kryo, Output out, Object[] array) {
    out.writeByte(KryoKinds.LIST);
    out.writeVarInt(array.length, true);
    for (int i = 0; i < array.length; i++) {
      Elements.write(kryo, out, element, array[i], i);
    }
  }

  @Override
  Object[] readData(Kryo kryo, WireInput in, int kind) {
    int count = Elements.readCount(in, kind);
    List<@Nullable Object> values = new ArrayList<>(Elements.room(count));
    for (int i = 0; i < count; i++) {
      values.add(Elements.read(kryo, in, element, i));
    }
    return values.toArray(whenMissing());
  }
}
