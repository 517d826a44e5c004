package io.sitq.testkit;

import io.sitq.Task;
import io.sitq.TaskValidationException;
import io.sitq.kryo.KryoSerializer;
import io.sitq.spi.Serializer;
import io.sitq.spi.TaskType;
import io.sitq.worker.ContextAsyncTaskHandler;
import io.sitq.worker.ContextTaskHandler;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.Handlers;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a module registers; refuses what a worker would refuse. */
final class CollectedHandlers implements Handlers {
  private final Map<Class<?>, Runner<?, ?>> byClass = new HashMap<>();

  /** One for all, as in a worker: it refuses two records of one name. */
  private final Serializer serializer = new KryoSerializer();

  private final Map<String, Class<?>> byName = new HashMap<>();

  /** A handler that is ready to be tried. */
  @FunctionalInterface
  interface Runner<T extends Task<R>, R> {
    @Nullable R run(T task, HandlerTestOptions options) throws Exception;
  }

  @Override
  public <T extends Task<R>, R> Handlers handle(
      Class<T> type, ContextTaskHandler<T, R> handler, HandlerOptions options) {
    HandlerTest.notNull("handler", handler);
    return add(type, (task, how) -> HandlerTest.run(handler, task, how), options);
  }

  @Override
  public <T extends Task<R>, R> Handlers handleAsync(
      Class<T> type, ContextAsyncTaskHandler<T, R> handler, HandlerOptions options) {
    HandlerTest.notNull("handler", handler);
    return add(type, (task, how) -> HandlerTest.runAsync(handler, task, how), options);
  }

  private <T extends Task<R>, R> Handlers add(
      Class<T> taskClass, Runner<T, R> runner, HandlerOptions options) {
    HandlerTest.notNull("options", options);
    TaskType<T> type = TaskType.of(taskClass);
    for (String name : type.allNames()) {
      Class<?> other = byName.putIfAbsent(name, taskClass);
      if (other != null) {
        throw taken(name, other, taskClass);
      }
    }
    serializer.codecFor(taskClass, type.name());
    serializer.codecFor(type.resultType(), type.name());
    byClass.put(taskClass, runner);
    return this;
  }

  /**
   * The handler of the task.
   *
   * @throws TaskValidationException if there is none
   */
  @SuppressWarnings("unchecked") // registered together with the task's class
  <T extends Task<R>, R> Runner<T, R> of(@Nullable T task) {
    Class<?> type = task == null ? null : task.getClass();
    Runner<?, ?> runner = byClass.get(type);
    if (runner == null) {
      String name = type == null ? "null" : type.getName();
      throw new TaskValidationException(
          name,
          "a handler",
          "the module has no handler for " + name + "; it has " + new TreeSet<>(byName.keySet()));
    }
    return (Runner<T, R>) runner;
  }

  private static TaskValidationException taken(String name, Class<?> other, Class<?> type) {
    if (other == type) {
      return new TaskValidationException(
          type.getName(),
          "one handler",
          "task class "
              + type.getName()
              + " has a handler already: register one handler for each task class");
    }
    return new TaskValidationException(
        "task name",
        "one class",
        "task name "
            + name
            + " belongs to both "
            + other.getName()
            + " and "
            + type.getName()
            + ": give one of them another @TaskName or alias");
  }
}
