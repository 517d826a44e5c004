package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import io.sitq.spi.HashKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Any map; read as an unmodifiable one that keeps the order and may hold nulls. */
final class MapSerializer extends ValueSerializer<Map<?, ?>> {
  private final boolean ordered;
  private final ValueSerializer<?> key;
  private final ValueSerializer<?> value;

  MapSerializer(Class<?> keyType, ValueSerializer<?> key, ValueSerializer<?> value) {
    this.ordered = HashKeys.areOrdered(keyType);
    this.key = key;
    this.value = value;
  }

  @Override
  boolean nests() {
    return true;
  }

  @Override
  Map<?, ?> whenMissing() {
    return Collections.emptyMap();
  }

  @Override
  public void write(Kryo kryo, Output out, Map<?, ?> map) {
    int count = map.size();
    out.writeByte(KryoKinds.MAP);
    out.writeVarInt(count, true);
    int written = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Elements.write(kryo, out, key, entry.getKey(), written);
      Elements.write(kryo, out, value, entry.getValue(), written++);
    }
    Elements.checkCount(count, written);
  }

  @Override
  Map<?, ?> readData(Kryo kryo, WireInput in, int kind) {
    if (kind != KryoKinds.MAP) {
      throw ValueFailure.mismatch("a map", kind);
    }
    int count = in.readCount(2);
    if (count == 0) {
      return whenMissing();
    }
    return Collections.unmodifiableMap(
        ordered ? readOrdered(kryo, in, count) : readCounted(kryo, in, count));
  }

  private Map<?, ?> readOrdered(Kryo kryo, WireInput in, int count) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>(Elements.room(2 * count));
    for (int i = 0; i < count; i++) {
      Object readKey = Elements.read(kryo, in, key, i);
      map.put(readKey, Elements.read(kryo, in, value, i));
    }
    return map;
  }

  private Map<?, ?> readCounted(Kryo kryo, WireInput in, int count) {
    HashKeys keys = new HashKeys(Elements.room(count));
    List<@Nullable Object> values = new ArrayList<>(Elements.room(count));
    for (int i = 0; i < count; i++) {
      int start = in.position();
      keys.add(Elements.read(kryo, in, key, i), in.position() - start);
      values.add(Elements.read(kryo, in, value, i));
    }
    return keys.toMap(values, in.collisions());
  }
}
