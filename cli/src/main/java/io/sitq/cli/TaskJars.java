package io.sitq.cli;

import io.sitq.spi.TaskType;
import io.sitq.worker.WorkerBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The task JARs of a command line. */
final class TaskJars implements AutoCloseable {
  private final List<TaskJar> jars;

  private TaskJars(List<TaskJar> jars) {
    this.jars = jars;
  }

  /**
   * Opens the JARs and makes their modules.
   *
   * @throws UsageException if one is missing, no JAR, or has no module that can be made
   */
  static TaskJars open(List<Path> paths) {
    List<TaskJar> opened = new ArrayList<>();
    try {
      for (Path path : paths) {
        opened.add(TaskJar.open(path));
      }
    } catch (RuntimeException e) {
      new TaskJars(opened).close();
      throw e;
    }
    return new TaskJars(opened);
  }

  /** Registers all modules; the worker closes them. */
  void register(WorkerBuilder worker) {
    jars.forEach(jar -> jar.register(worker));
  }

  /** Has all modules say what they register, where there is no worker. */
  TaskJars registerNowhere() {
    jars.forEach(TaskJar::registerNowhere);
    return this;
  }

  /** The task types that were registered, by name and alias. */
  Map<String, TaskType<?>> taskTypes() {
    Map<String, TaskType<?>> types = new TreeMap<>();
    jars.forEach(jar -> types.putAll(jar.taskTypes()));
    return types;
  }

  /** Closes the class loaders, not the modules. */
  @Override
  public void close() {
    jars.forEach(TaskJar::close);
  }
}
