package io.sitq.spi;

import io.sitq.Task;
import io.sitq.TaskName;
import io.sitq.TaskValidationException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task class that was found fit: its name on the wire and the type of its result.
 *
 * @param taskClass the record
 * @param name its name on the wire
 * @param aliases earlier names
 * @param resultType {@code R}, with its type arguments
 * @param <T> the record
 */
public record TaskType<T extends Task<?>>(
    Class<T> taskClass, String name, List<String> aliases, Type resultType) {
  /** Copies the list. */
  public TaskType {
    aliases = List.copyOf(aliases);
  }

  /**
   * Reads a task class.
   *
   * @throws TaskValidationException if it is no record, generic, anonymous or local, if it names no
   *     result type, or if its name is not allowed
   */
  public static <T extends Task<?>> TaskType<T> of(@Nullable Class<T> taskClass) {
    if (taskClass == null) {
      throw new TaskValidationException(
          "task class", "not null", "task class must not be null: pass a record's class");
    }
    if (taskClass.isAnonymousClass() || taskClass.isHidden()) {
      throw refused(taskClass, "is an anonymous class or a lambda", "a named class");
    }
    if (!taskClass.isRecord()) {
      throw refused(taskClass, "is not a record", "a record");
    }
    if (taskClass.isLocalClass()) {
      throw refused(taskClass, "is declared inside a method", "a top-level or member record");
    }
    if (taskClass.getTypeParameters().length > 0) {
      throw refused(taskClass, "is generic", "not generic");
    }
    TaskName annotation = taskClass.getAnnotation(TaskName.class);
    String name = annotation == null ? taskClass.getName() : annotation.value();
    List<String> aliases = annotation == null ? List.of() : List.of(annotation.aliases());
    Names.requireTask(name);
    aliases.forEach(Names::requireTask);
    return new TaskType<>(taskClass, name, aliases, resultTypeOf(taskClass));
  }

  /** The name and the aliases. */
  public List<String> allNames() {
    List<String> names = new ArrayList<>(aliases);
    names.add(0, name);
    return names;
  }

  private static Type resultTypeOf(Class<?> taskClass) {
    for (Type type : taskClass.getGenericInterfaces()) {
      Type found = resultTypeIn(type);
      if (found != null) {
        return found;
      }
    }
    throw refused(
        taskClass,
        "does not say the type of its result",
        "a record that implements Task<R> with a concrete R (Task<Void> if there is no result)");
  }

  private static @Nullable Type resultTypeIn(Type type) {
    if (type instanceof ParameterizedType parameterized
        && parameterized.getRawType() == Task.class) {
      Type argument = parameterized.getActualTypeArguments()[0];
      return argument instanceof Class<?>
              || argument instanceof ParameterizedType
              || argument instanceof java.lang.reflect.GenericArrayType
          ? argument
          : null;
    }
    Class<?> raw = type instanceof Class<?> c ? c : null;
    if (raw != null && raw.isInterface()) {
      for (Type parent : raw.getGenericInterfaces()) {
        Type found = resultTypeIn(parent);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static TaskValidationException refused(Class<?> type, String problem, String wanted) {
    return new TaskValidationException(
        type.getName(),
        wanted,
        "task class " + type.getName() + " " + problem + ": a task must be " + wanted);
  }
}
