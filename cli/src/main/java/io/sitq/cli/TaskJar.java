package io.sitq.cli;

import io.sitq.spi.TaskType;
import io.sitq.worker.TaskModule;
import io.sitq.worker.WorkerBuilder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;

/**
 * A JAR of tasks in a class loader of its own, so that two JARs may bring two versions of one
 * library. The parent is the program's loader: sitq itself is the same for all.
 */
final class TaskJar implements AutoCloseable {
  private final Path path;
  private final URLClassLoader loader;
  private final List<TaskModule> modules;
  private final TaskTypes types = new TaskTypes();

  private TaskJar(Path path, URLClassLoader loader, List<TaskModule> modules) {
    this.path = path;
    this.loader = loader;
    this.modules = modules;
  }

  static TaskJar open(Path path) {
    requireJar(path);
    URLClassLoader loader = loaderOf(path);
    try {
      return new TaskJar(path, loader, modulesIn(path, loader));
    } catch (UsageException e) {
      closeQuietly(loader);
      throw e;
    }
  }

  private static void requireJar(Path path) {
    if (!Files.exists(path)) {
      throw refused(
          path, "does not exist: check the path (now in " + Path.of("").toAbsolutePath() + ")");
    }
    if (!Files.isRegularFile(path)) {
      throw refused(path, "is no file: name a JAR, not a directory");
    }
    try {
      new JarFile(path.toFile()).close();
    } catch (IOException e) {
      throw refused(path, "can't be read as a JAR (" + e.getMessage() + ")", e);
    }
  }

  private static URLClassLoader loaderOf(Path path) {
    try {
      URL[] urls = {path.toUri().toURL()};
      // without a name, which would stand before each frame of a traceback
      return new URLClassLoader(urls, TaskJar.class.getClassLoader());
    } catch (IOException e) {
      throw refused(path, "has no URL (" + e.getMessage() + ")", e);
    }
  }

  private static List<TaskModule> modulesIn(Path path, URLClassLoader loader) {
    List<TaskModule> found;
    try {
      found =
          ServiceLoader.load(TaskModule.class, loader).stream()
              .filter(provider -> provider.type().getClassLoader() == loader)
              .map(ServiceLoader.Provider::get)
              .toList();
    } catch (ServiceConfigurationError | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw refused(path, "has a module that can't be made: " + cause, e);
    }
    if (found.isEmpty()) {
      throw refused(
          path,
          "holds no tasks: it needs a class that implements io.sitq.worker.TaskModule, and its name"
              + " in META-INF/services/io.sitq.worker.TaskModule");
    }
    return found;
  }

  /** Registers the modules' handlers; the worker closes the modules. */
  void register(WorkerBuilder worker) {
    for (TaskModule module : modules) {
      tryTo(module, () -> worker.module(new LoadedModule(module, loader, types)));
    }
  }

  /** Has the modules say what they register, where there is no worker. */
  void registerNowhere() {
    for (TaskModule module : modules) {
      tryTo(module, () -> module.register(types));
      module.close();
    }
  }

  /** The types that were registered, by name and alias. */
  Map<String, TaskType<?>> taskTypes() {
    return types.byName();
  }

  private void tryTo(TaskModule module, Runnable register) {
    try {
      register.run();
    } catch (RuntimeException | LinkageError e) {
      throw refused(
          path, "has a module, " + module.getClass().getName() + ", that can't register: " + e, e);
    }
  }

  @Override
  public void close() {
    closeQuietly(loader);
  }

  private static void closeQuietly(URLClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      // the process ends, and the file was only read
    }
  }

  private static UsageException refused(Path path, String what) {
    return new UsageException("--tasks " + path + " " + what);
  }

  private static UsageException refused(Path path, String what, Throwable cause) {
    return new UsageException("--tasks " + path + " " + what, cause);
  }
}
