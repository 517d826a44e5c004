package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import io.sitq.spi.HashKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/** Any collection; read as an unmodifiable list or set that keeps the order and may hold nulls. */
final class CollectionSerializer extends ValueSerializer<Collection<?>> {
  private final boolean set;
  private final boolean ordered;
  private final ValueSerializer<?> element;

  private CollectionSerializer(boolean set, boolean ordered, ValueSerializer<?> element) {
    this.set = set;
    this.ordered = ordered;
    this.element = element;
  }

  static CollectionSerializer list(ValueSerializer<?> element) {
    return new CollectionSerializer(false, false, element);
  }

  static CollectionSerializer set(Class<?> elementType, ValueSerializer<?> element) {
    return new CollectionSerializer(true, HashKeys.areOrdered(elementType), element);
  }

  @Override
  boolean nests() {
    return true;
  }

  @Override
  Collection<?> whenMissing() {
    return set ? Collections.emptySet() : Collections.emptyList();
  }

  @Override
  public void write(Kryo kryo, Output out, Collection<?> values) {
    int count = values.size();
    out.writeByte(KryoKinds.LIST);
    out.writeVarInt(count, true);
    int written = 0;
    for (Object value : values) {
      Elements.write(kryo, out, element, value, written++);
    }
    Elements.checkCount(count, written);
  }

  @Override
  Collection<?> readData(Kryo kryo, WireInput in, int kind) {
    int count = Elements.readCount(in, kind);
    if (count == 0) {
      return whenMissing();
    }
    if (count == 1) {
      // many small ones in little more than their bytes' room
      Object only = Elements.read(kryo, in, element, 0);
      return set ? Collections.singleton(only) : Collections.singletonList(only);
    }
    if (set && !ordered) {
      return Collections.unmodifiableSet(Elements.readKeys(kryo, in, element, count));
    }
    Collection<@Nullable Object> values =
        set ? new LinkedHashSet<>(Elements.room(2 * count)) : new ArrayList<>(Elements.room(count));
    for (int i = 0; i < count; i++) {
      values.add(Elements.read(kryo, in, element, i));
    }
    return set
        ? Collections.unmodifiableSet((LinkedHashSet<?>) values)
        : Collections.unmodifiableList((ArrayList<?>) values);
  }
}
