package io.sitq.json;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

/** Makes what is decoded unmodifiable, as the Kryo codec does. */
final class UnmodifiableCollections extends ValueDeserializerModifier {
  private static final long serialVersionUID = 1L;

  @Override
  public ValueDeserializer<?> modifyCollectionDeserializer(
      DeserializationConfig config,
      CollectionType type,
      BeanDescription.Supplier description,
      ValueDeserializer<?> deserializer) {
    return new Sealing(deserializer);
  }

  @Override
  public ValueDeserializer<?> modifyMapDeserializer(
      DeserializationConfig config,
      MapType type,
      BeanDescription.Supplier description,
      ValueDeserializer<?> deserializer) {
    return new Sealing(deserializer);
  }

  /** Wraps what the deserializer below gives. */
  private static final class Sealing extends DelegatingDeserializer {
    Sealing(ValueDeserializer<?> below) {
      super(below);
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> below) {
      return new Sealing(below);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
      Object value = super.deserialize(parser, context);
      if (value instanceof List<?> list) {
        return Collections.unmodifiableList(list);
      }
      if (value instanceof Set<?> set) {
        return Collections.unmodifiableSet(set);
      }
      if (value instanceof Collection<?> collection) {
        return Collections.unmodifiableCollection(collection);
      }
      return value instanceof Map<?, ?> map ? Collections.unmodifiableMap(map) : value;
    }
  }
}
