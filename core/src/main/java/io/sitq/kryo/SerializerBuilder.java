package io.sitq.kryo;

import io.sitq.spi.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the serializer of a declared type and of all that it is made of. Used once. */
final class SerializerBuilder {
  private final StableIds ids;
  private final Map<ValueType, ValueSerializer<?>> made = new HashMap<>();

  SerializerBuilder(StableIds ids) {
    this.ids = ids;
  }

  ValueSerializer<?> serializerOf(ValueType type) {
    ValueSerializer<?> known = made.get(type);
    if (known != null) {
      return known;
    }
    return switch (type.shape()) {
      case VOID -> new VoidSerializer();
      case ANY -> AnySerializer.INSTANCE;
      case SCALAR -> scalar(type.raw());
      case ENUM -> enumeration(type);
      case ARRAY -> {
        ValueType element = type.parts().get(0);
        yield new ObjectArraySerializer(element.raw(), serializerOf(element));
      }
      case LIST -> CollectionSerializer.list(serializerOf(type.parts().get(0)));
      case SET -> {
        ValueType element = type.parts().get(0);
        yield CollectionSerializer.set(element.raw(), serializerOf(element));
      }
      case MAP -> {
        ValueType key = type.parts().get(0);
        yield new MapSerializer(key.raw(), serializerOf(key), serializerOf(type.parts().get(1)));
      }
      case OPTIONAL -> new OptionalSerializer(serializerOf(type.parts().get(0)));
      case RECORD -> record(type);
      case SEALED -> sealed(type);
    };
  }

  private static ValueSerializer<?> scalar(Class<?> raw) {
    ValueSerializer<?> serializer = Scalars.of(raw);
    if (serializer == null) {
      throw new IllegalStateException("no serializer for " + raw);
    }
    return serializer;
  }

  private ValueSerializer<?> enumeration(ValueType type) {
    ids.register(type);
    ValueSerializer<?> serializer = new EnumSerializer(type.raw());
    made.put(type, serializer);
    return serializer;
  }

  private ValueSerializer<?> record(ValueType type) {
    ids.register(type);
    RecordSerializer serializer = new RecordSerializer(type);
    made.put(type, serializer);
    List<ValueType> parts = type.parts();
    ValueSerializer<?>[] components = new ValueSerializer<?>[parts.size()];
    for (int i = 0; i < components.length; i++) {
      components[i] = serializerOf(parts.get(i));
    }
    serializer.setComponents(components);
    return serializer;
  }

  private ValueSerializer<?> sealed(ValueType type) {
    SealedSerializer serializer = new SealedSerializer(type.raw());
    made.put(type, serializer);
    for (ValueType subtype : type.parts()) {
      serializer.add(subtype.raw(), serializerOf(subtype));
    }
    return serializer;
  }
}
