package io.sitq.json;

import io.sitq.spi.HashKeys;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;

/** What Jackson puts the elements of a set in: a list, until it is known that they are harmless. */
final class ArrivingSet<E> extends AbstractSet<E> {
  private final JsonParser parser;
  private final HashKeys keys = new HashKeys(0);
  private final List<E> elements = new ArrayList<>();
  private long position;

  private ArrivingSet(JsonParser parser) {
    this.parser = parser;
    this.position = parser.currentLocation().getByteOffset();
  }

  Set<@Nullable Object> toSet(HashKeys.Budget budget) {
    return keys.toSet(budget);
  }

  @Override
  public boolean add(E element) {
    long end = parser.currentLocation().getByteOffset();
    keys.add(element, (int) (end - position));
    position = end;
    return elements.add(element);
  }

  @Override
  public Iterator<E> iterator() {
    return elements.iterator();
  }

  @Override
  public int size() {
    return elements.size();
  }

  /** Makes empty ones that know how much was read. */
  static final class Instantiator extends ValueInstantiator.Base {
    Instantiator() {
      super(ArrivingSet.class);
    }

    @Override
    public boolean canCreateUsingDefault() {
      return true;
    }

    @Override
    public Object createUsingDefault(DeserializationContext context) {
      return new ArrivingSet<>(context.getParser());
    }
  }
}
