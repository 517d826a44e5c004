package io.sitq.spi;

import io.sitq.Alias;
import io.sitq.Default;
import io.sitq.TaskValidationException;
import io.sitq.spi.ValueType.Shape;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one declared type, type arguments resolved. Used once, by one thread. */
final class ValueTypeReader {
  /** A generic record that grows with each level would go on for ever. */
  private static final int DEEPEST = 64;

  /** How a type gets on the list of those that may travel, for whoever looks for a call. */
  private static final String REGISTERED =
      " - there is nothing else to register: a supported type is allowed by being a part of a task"
          + " that has a handler, or of its result";

  private static final Map<Class<?>, Shape> GENERIC =
      Map.of(
          List.class, Shape.LIST,
          Collection.class, Shape.LIST,
          Set.class, Shape.SET,
          Map.class, Shape.MAP,
          Optional.class, Shape.OPTIONAL);

  private record Key(Class<?> raw, List<ValueType> arguments) {}

  private record Place(String path, int depth) {
    Place then(String more) {
      return new Place(path + more, depth + 1);
    }
  }

  private final String subject;
  private final Map<Key, ValueType> read = new HashMap<>();

  ValueTypeReader(String subject) {
    this.subject = subject;
  }

  ValueType root(Type type) {
    if (type == void.class || type == Void.class) {
      return new ValueType(Shape.VOID, Void.class, List.of());
    }
    if (type == Object.class) {
      return new ValueType(Shape.ANY, Object.class, List.of());
    }
    Class<?> raw = rawOf(type);
    String name = raw == null ? type.getTypeName() : raw.getSimpleName();
    return read(type, Map.of(), new Place(name, 0));
  }

  private ValueType read(Type type, Map<TypeVariable<?>, ValueType> bindings, Place place) {
    if (place.depth() > DEEPEST) {
      throw refused(place, "nests deeper than " + DEEPEST + " types", "a flatter type");
    }
    if (type instanceof TypeVariable<?> variable) {
      ValueType bound = bindings.get(variable);
      if (bound == null) {
        throw refused(place, "type variable " + variable + " is not known", "a concrete type");
      }
      return bound;
    }
    if (type instanceof WildcardType wildcard) {
      return read(wildcard.getUpperBounds()[0], bindings, place);
    }
    if (type instanceof GenericArrayType array) {
      return arrayOf(read(array.getGenericComponentType(), bindings, place.then("[]")));
    }
    Class<?> raw = rawOf(type);
    if (raw == null) {
      throw unsupported(place, type, "a class");
    }
    List<ValueType> arguments = new ArrayList<>();
    if (type instanceof ParameterizedType parameterized) {
      shapeOf(raw, place); // refuse the class itself before its arguments
      Type[] given = parameterized.getActualTypeArguments();
      for (int i = 0; i < given.length; i++) {
        arguments.add(read(given[i], bindings, place.then(argumentPath(raw, i))));
      }
    } else if (raw.getTypeParameters().length > 0 && (GENERIC.containsKey(raw) || ours(raw))) {
      throw refused(
          place,
          "raw " + raw.getName() + " does not say what is in it",
          "type arguments, such as List<String>");
    }
    return read(raw, List.copyOf(arguments), place);
  }

  private ValueType read(Class<?> raw, List<ValueType> arguments, Place place) {
    ValueType known = read.get(new Key(raw, arguments));
    if (known != null) {
      return known;
    }
    if (raw.isArray() && !raw.getComponentType().isPrimitive()) {
      return arrayOf(read(raw.getComponentType(), Map.of(), place.then("[]")));
    }
    Shape shape = shapeOf(raw, place);
    ValueType type = new ValueType(shape, raw, arguments);
    read.put(new Key(raw, arguments), type);
    if (shape == Shape.RECORD) {
      type.setComponents(components(raw, arguments, place));
    } else if (shape == Shape.SEALED) {
      List<ValueType> leaves = new ArrayList<>();
      addLeaves(raw, arguments, place, leaves);
      type.setParts(leaves);
    }
    return type;
  }

  private Shape shapeOf(Class<?> raw, Place place) {
    Shape generic = GENERIC.get(raw);
    if (generic != null) {
      return generic;
    }
    if (SupportedTypes.SCALARS.contains(raw)) {
      return Shape.SCALAR;
    }
    if (raw.isEnum()) {
      return Shape.ENUM;
    }
    if (raw.isRecord()) {
      return Shape.RECORD;
    }
    if (raw.isInterface() && raw.isSealed()) {
      return Shape.SEALED;
    }
    throw unsupported(place, raw, SupportedTypes.insteadOf(raw));
  }

  private List<ComponentType> components(Class<?> raw, List<ValueType> arguments, Place place) {
    Map<TypeVariable<?>, ValueType> bindings = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      bindings.put(raw.getTypeParameters()[i], arguments.get(i));
    }
    List<ComponentType> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (RecordComponent component : raw.getRecordComponents()) {
      names.add(component.getName());
    }
    for (RecordComponent component : raw.getRecordComponents()) {
      Place at = place.then("." + component.getName());
      ValueType type = read(component.getGenericType(), bindings, at);
      Alias alias = component.getAnnotation(Alias.class);
      List<String> aliases = alias == null ? List.of() : List.of(alias.value());
      for (String name : aliases) {
        if (name.isEmpty() || !names.add(name)) {
          throw refused(
              at, "the alias " + Texts.quoted(name) + " is taken or empty", "one of its own");
        }
      }
      found.add(
          new ComponentType(component.getName(), aliases, type, whenMissing(component, type, at)));
    }
    return found;
  }

  private @Nullable Object whenMissing(RecordComponent component, ValueType type, Place place) {
    Default literal = component.getAnnotation(Default.class);
    if (literal == null) {
      return null;
    }
    boolean isOptional = type.shape() == Shape.OPTIONAL;
    Class<?> raw = isOptional ? type.parts().get(0).raw() : type.raw();
    if (!Literals.exist(raw)) {
      throw refused(
          place,
          "a " + raw.getTypeName() + " can't have a @Default",
          "it for scalars, enums and optionals of them; a missing collection, map or array is empty");
    }
    try {
      Object value = Literals.parse(raw, literal.value());
      return isOptional ? Optional.of(value) : value;
    } catch (RuntimeException e) {
      throw refused(
          place,
          "@Default(" + Texts.quoted(literal.value()) + ") is no " + raw.getTypeName(),
          "a text that its class can read");
    }
  }

  private void addLeaves(
      Class<?> parent, List<ValueType> arguments, Place place, List<ValueType> leaves) {
    for (Class<?> child : parent.getPermittedSubclasses()) {
      Place below = place.then("(" + child.getSimpleName() + ")");
      List<ValueType> resolved = argumentsOf(child, parent, arguments, below);
      if (child.isInterface() && child.isSealed()) {
        addLeaves(child, resolved, below, leaves);
      } else if (child.isRecord() || child.isEnum()) {
        ValueType leaf = read(child, resolved, below);
        if (!leaves.contains(leaf)) {
          leaves.add(leaf);
        }
      } else {
        throw unsupported(below, child, "records, enums and sealed interfaces below a sealed one");
      }
    }
  }

  /** What the child's type parameters are, given its parent's. */
  private List<ValueType> argumentsOf(
      Class<?> child, Class<?> parent, List<ValueType> arguments, Place place) {
    Map<TypeVariable<?>, ValueType> bindings = new HashMap<>();
    for (Type type : child.getGenericInterfaces()) {
      if (type instanceof ParameterizedType parameterized && parameterized.getRawType() == parent) {
        Type[] given = parameterized.getActualTypeArguments();
        for (int i = 0; i < given.length; i++) {
          if (given[i] instanceof TypeVariable<?> variable) {
            bindings.put(variable, arguments.get(i));
          }
        }
      }
    }
    List<ValueType> resolved = new ArrayList<>();
    for (TypeVariable<?> parameter : child.getTypeParameters()) {
      resolved.add(read(parameter, bindings, place));
    }
    return List.copyOf(resolved);
  }

  private ValueType arrayOf(ValueType element) {
    return read.computeIfAbsent(
        new Key(Object[].class, List.of(element)),
        key -> new ValueType(Shape.ARRAY, element.raw().arrayType(), key.arguments()));
  }

  private static boolean ours(Class<?> raw) {
    return raw.isRecord() || raw.isSealed();
  }

  private static String argumentPath(Class<?> raw, int index) {
    if (raw == Map.class) {
      return index == 0 ? "{key}" : "{}";
    }
    if (raw == Optional.class) {
      return "";
    }
    return GENERIC.containsKey(raw) ? "[]" : "<" + raw.getTypeParameters()[index] + ">";
  }

  private static @Nullable Class<?> rawOf(Type type) {
    if (type instanceof Class<?> raw) {
      return raw;
    }
    return type instanceof ParameterizedType parameterized
        ? (Class<?>) parameterized.getRawType()
        : null;
  }

  private TaskValidationException unsupported(Place place, Type type, String instead) {
    return new TaskValidationException(
        place.path(),
        instead,
        message(place, type.getTypeName() + " is not supported", instead) + REGISTERED);
  }

  private TaskValidationException refused(Place place, String problem, String instead) {
    return new TaskValidationException(place.path(), instead, message(place, problem, instead));
  }

  private String message(Place place, String problem, String instead) {
    return subject + ": " + place.path() + ": " + problem + ": use " + instead;
  }
}
