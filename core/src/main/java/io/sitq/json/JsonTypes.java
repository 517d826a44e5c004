package io.sitq.json;

import io.sitq.TaskName;
import io.sitq.TaskValidationException;
import io.sitq.spi.ValueType;
import io.sitq.spi.ValueType.Shape;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Set;

/** What JSON can't say although {@link ValueType} allows it. */
final class JsonTypes {
  private final String subject;
  private final Set<ValueType> seen = new HashSet<>();

  private JsonTypes(String subject) {
    this.subject = subject;
  }

  /**
   * Refuses maps whose keys can't be property names, and subtypes of one name.
   *
   * @throws TaskValidationException with the path of what is refused
   */
  static void check(ValueType type, String subject) {
    new JsonTypes(subject).walk(type, type.raw().getSimpleName());
  }

  /** The name of a record or enum in a sealed interface. */
  static String wireName(Class<?> type) {
    TaskName annotation = type.getAnnotation(TaskName.class);
    return annotation == null ? type.getName() : annotation.value();
  }

  private void walk(ValueType type, String path) {
    if (!seen.add(type)) {
      return;
    }
    switch (type.shape()) {
      case MAP -> {
        ValueType key = type.parts().get(0);
        boolean scalar = key.shape() == Shape.SCALAR && !key.raw().isArray();
        if (!scalar && key.shape() != Shape.ENUM) {
          throw refused(
              path, key.raw().getName() + " can't be a key in JSON", "a scalar or an enum");
        }
        walk(type.parts().get(1), path + "{}");
      }
      case RECORD -> {
        RecordComponent[] components = type.raw().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
          walk(type.parts().get(i), path + '.' + components[i].getName());
        }
      }
      case SEALED -> {
        Set<String> names = new HashSet<>();
        for (ValueType subtype : type.parts()) {
          if (!names.add(subtype.wireName())) {
            throw refused(
                path, "two subtypes have the wire name " + subtype.wireName(), "another @TaskName");
          }
          walk(subtype, path + '(' + subtype.raw().getSimpleName() + ')');
        }
      }
      case LIST, SET, ARRAY -> walk(type.parts().get(0), path + "[]");
      case OPTIONAL -> walk(type.parts().get(0), path);
      default -> {}
    }
  }

  private TaskValidationException refused(String path, String problem, String instead) {
    return new TaskValidationException(
        path, instead, subject + ": " + path + ": " + problem + ": use " + instead);
  }
}
