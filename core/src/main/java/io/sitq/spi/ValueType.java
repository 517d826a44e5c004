package io.sitq.spi;

import io.sitq.TaskName;
import io.sitq.TaskValidationException;
import java.lang.reflect.Type;
import java.util.List;

/**
 * A declared type that serializers can encode: what it is made of, all the way down. Which types
 * are supported is decided here, once for all serializers. A record that contains itself makes a
 * graph with a cycle. Immutable once {@link #of} returned; compared by identity.
 */
public final class ValueType {
  /** What a type is, for a serializer. */
  public enum Shape {
    /** No value but null. */
    VOID,
    /** {@code Object}, at the root only: what the value or the bytes say themselves. */
    ANY,
    /** A primitive, a box, a JDK value type or an array of primitives. */
    SCALAR,
    /** An enum. */
    ENUM,
    /** An array of objects; its part is the element. */
    ARRAY,
    /** A {@code List} or a {@code Collection}; its part is the element. */
    LIST,
    /** A {@code Set}; its part is the element. */
    SET,
    /** A {@code Map}; its parts are key and value. */
    MAP,
    /** An {@code Optional}; its part is the value. */
    OPTIONAL,
    /** A record; its parts are the components, in order. */
    RECORD,
    /** A sealed interface; its parts are the records and enums below it. */
    SEALED
  }

  private final Shape shape;
  private final Class<?> raw;
  private List<ValueType> parts;
  private List<ComponentType> components = List.of();

  ValueType(Shape shape, Class<?> raw, List<ValueType> parts) {
    this.shape = shape;
    this.raw = raw;
    this.parts = parts;
  }

  /**
   * Reads a declared type.
   *
   * @param subject what the type belongs to, for messages: a task's name
   * @throws TaskValidationException if it, or something that it is made of, is not supported; the
   *     message names the place, such as {@code Order.lines[].price}, and says what to use instead
   */
  public static ValueType of(Type type, String subject) {
    return new ValueTypeReader(subject).root(type);
  }

  /** What it is. */
  public Shape shape() {
    return shape;
  }

  /** Its class, without type arguments. */
  public Class<?> raw() {
    return raw;
  }

  /** What it is made of; which parts there are depends on the shape. */
  public List<ValueType> parts() {
    return parts;
  }

  /** Of a record, its components in order: what its parts are called. */
  public List<ComponentType> components() {
    return components;
  }

  /** The name on the wire: of {@link TaskName}, else the full class name. */
  public String wireName() {
    TaskName annotation = raw.getAnnotation(TaskName.class);
    return annotation == null ? raw.getName() : annotation.value();
  }

  /** Earlier names on the wire. */
  public List<String> aliases() {
    TaskName annotation = raw.getAnnotation(TaskName.class);
    return annotation == null ? List.of() : List.of(annotation.aliases());
  }

  /** Only while it is read: a record may contain itself. */
  void setComponents(List<ComponentType> found) {
    components = List.copyOf(found);
    parts = found.stream().map(ComponentType::type).toList();
  }

  /** Only while it is read: the records below a sealed interface may contain it. */
  void setParts(List<ValueType> found) {
    parts = List.copyOf(found);
  }

  @Override
  public String toString() {
    return raw.getTypeName();
  }
}
