package io.sitq.json;

import io.sitq.spi.HashKeys;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
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

/**
 * Makes what is decoded unmodifiable, as the Kryo codec does, and fills sets and maps only after
 * their keys were looked at.
 */
final class UnmodifiableCollections extends ValueDeserializerModifier {
  private static final long serialVersionUID = 1L;

  @Override
  public ValueDeserializer<?> modifyCollectionDeserializer(
      DeserializationConfig config,
      CollectionType type,
      BeanDescription.Supplier description,
      ValueDeserializer<?> deserializer) {
    return new Sealing(deserializer, HashKeys.areOrdered(type.getContentType().getRawClass()));
  }

  @Override
  public ValueDeserializer<?> modifyMapDeserializer(
      DeserializationConfig config,
      MapType type,
      BeanDescription.Supplier description,
      ValueDeserializer<?> deserializer) {
    return new Sealing(deserializer, HashKeys.areOrdered(type.getKeyType().getRawClass()));
  }

  /** Wraps what the deserializer below gives. */
  private static final class Sealing extends DelegatingDeserializer {
    private final boolean ordered;

    Sealing(ValueDeserializer<?> below, boolean ordered) {
      super(below);
      this.ordered = ordered;
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> below) {
      return new Sealing(below, ordered);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
      Object value = super.deserialize(parser, context);
      if (value instanceof List<?> list) {
        return Collections.unmodifiableList(list);
      }
      if (value instanceof ArrivingSet<?> set) {
        return Collections.unmodifiableSet(set.toSet(budget(context)));
      }
      if (value instanceof ArrivingMap<?, ?> map) {
        return Collections.unmodifiableMap(map.toMap(budget(context)));
      }
      if (value instanceof Collection<?> collection) {
        return Collections.unmodifiableCollection(collection);
      }
      return value;
    }

    /** One budget for all of a value, unless there is nothing to count. */
    private HashKeys.Budget budget(DeserializationContext context) {
      if (ordered) {
        return HashKeys.Budget.unlimited();
      }
      Object known = context.getAttribute(HashKeys.Budget.class);
      if (known instanceof HashKeys.Budget budget) {
        return budget;
      }
      HashKeys.Budget budget = new HashKeys.Budget();
      context.setAttribute(HashKeys.Budget.class, budget);
      return budget;
    }
  }
}
