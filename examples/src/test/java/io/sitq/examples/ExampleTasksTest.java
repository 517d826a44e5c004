package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.Task;
import io.sitq.spi.TaskType;
import io.sitq.worker.ContextAsyncTaskHandler;
import io.sitq.worker.ContextTaskHandler;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.Handlers;
import io.sitq.worker.TaskModule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ExampleTasksTest {
  @Test
  void theJarOffersItsTasksAsAModule() {
    assertThat(ServiceLoader.load(TaskModule.class)).hasOnlyElementsOfType(ExampleTasks.class);
  }

  /** A program that loads the JAR for its tasks has sitq-worker, and need not have more. */
  @Test
  void theTasksNeedNothingButTheWorker() throws Exception {
    Class<?> module =
        new WithoutRecoveryAndRedis().loadClass("io.sitq.examples.ExampleTasks"); // not ours
    assertThat(module).isNotSameAs(ExampleTasks.class);

    assertThat(namesOf((TaskModule) module.getDeclaredConstructor().newInstance()))
        .isEqualTo(namesOf(new ExampleTasks()));
  }

  @Test
  void theReadmeListsEveryTask() throws Exception {
    List<String> rows =
        Files.readAllLines(Path.of("README.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("`", 3)[1])
            .toList();

    assertThat(rows).isEqualTo(namesOf(new ExampleTasks()));
  }

  private static List<String> namesOf(TaskModule module) {
    Names names = new Names();
    module.register(names);
    return names.found;
  }

  /** Takes down the names of the tasks. */
  private static final class Names implements Handlers {
    private final List<String> found = new ArrayList<>();

    @Override
    public <T extends Task<R>, R> Handlers handle(
        Class<T> type, ContextTaskHandler<T, R> handler, HandlerOptions options) {
      found.add(TaskType.of(type).name());
      return this;
    }

    @Override
    public <T extends Task<R>, R> Handlers handleAsync(
        Class<T> type, ContextAsyncTaskHandler<T, R> handler, HandlerOptions options) {
      found.add(TaskType.of(type).name());
      return this;
    }
  }

  /** Loads the examples anew, in a world without the rest that they are compiled with. */
  private static final class WithoutRecoveryAndRedis extends ClassLoader {
    private static final List<String> ABSENT =
        List.of("io.sitq.recovery.", "io.sitq.redis.", "io.github.resilience4j.", "io.lettuce.");

    WithoutRecoveryAndRedis() {
      super(ExampleTasksTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (ABSENT.stream().anyMatch(name::startsWith)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.sitq.examples.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
