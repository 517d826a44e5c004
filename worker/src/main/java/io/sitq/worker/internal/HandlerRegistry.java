package io.sitq.worker.internal;

import io.sitq.ConfigurationException;
import io.sitq.Task;
import io.sitq.TaskValidationException;
import io.sitq.spi.Serializer;
import io.sitq.spi.TaskType;
import io.sitq.worker.HandlerOptions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Collects handlers, and refuses what would make a name or a type ambiguous. For one thread. */
public final class HandlerRegistry {
  private final Map<String, Entry> byName = new LinkedHashMap<>();

  private record Entry(TaskType<?> type, HandlerCode code, HandlerOptions options) {}

  /**
   * Adds a handler.
   *
   * @throws TaskValidationException if the class is no task, has a handler, or shares a name
   */
  public <T extends Task<?>> void add(
      Class<T> taskClass, HandlerCode code, HandlerOptions options) {
    TaskType<T> type = TaskType.of(taskClass);
    for (String name : type.allNames()) {
      Entry other = byName.get(name);
      if (other != null) {
        throw refused(type, name, other.type());
      }
    }
    Entry entry = new Entry(type, code, options);
    type.allNames().forEach(name -> byName.put(name, entry));
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return byName.isEmpty();
  }

  /**
   * What was added, with the codecs of the serializers.
   *
   * @throws ConfigurationException if two serializers have one name
   * @throws TaskValidationException if a type can't be encoded
   */
  public KnownTasks known(List<Serializer> serializers) {
    Map<String, Serializer> byCodec = new LinkedHashMap<>();
    for (Serializer serializer : serializers) {
      if (byCodec.put(serializer.codec(), serializer) != null) {
        throw new ConfigurationException(
            "serializers", "must have different codec names", serializer.codec());
      }
    }
    Map<Entry, KnownTask> made = new HashMap<>();
    Map<String, KnownTask> known = new HashMap<>();
    byName.forEach(
        (name, entry) ->
            known.put(name, made.computeIfAbsent(entry, e -> withCodecs(e, byCodec.values()))));
    return new KnownTasks(known, byCodec.keySet());
  }

  private static KnownTask withCodecs(Entry entry, Iterable<Serializer> serializers) {
    TaskType<?> type = entry.type();
    Map<String, KnownTask.Codecs> codecs = new HashMap<>();
    for (Serializer serializer : serializers) {
      codecs.put(
          serializer.codec(),
          new KnownTask.Codecs(
              serializer.codecFor(type.taskClass(), type.name()),
              serializer.codecFor(type.resultType(), type.name())));
    }
    return new KnownTask(
        type,
        entry.code(),
        entry.options(),
        Map.copyOf(codecs),
        LoggerFactory.getLogger(type.taskClass()));
  }

  private static TaskValidationException refused(TaskType<?> type, String name, TaskType<?> other) {
    if (type.taskClass() == other.taskClass()) {
      return new TaskValidationException(
          type.taskClass().getName(),
          "one handler",
          "task class "
              + type.taskClass().getName()
              + " has a handler already: register one handler for each task class");
    }
    return new TaskValidationException(
        "task name",
        "one class",
        "task name "
            + name
            + " belongs to both "
            + other.taskClass().getName()
            + " and "
            + type.taskClass().getName()
            + ": give one of them another @TaskName or alias");
  }
}
