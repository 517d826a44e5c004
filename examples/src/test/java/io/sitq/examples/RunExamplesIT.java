package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sitq.testkit.SitqRedis;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example by its main method, as a reader runs it, and the README's table of them. */
class RunExamplesIT {
  @AutoClose private static final SitqRedis redis = SitqRedis.start();

  @ParameterizedTest
  @MethodSource("examples")
  void runsFromItsMainMethod(Class<?> example) throws Exception {
    Method main = example.getMethod("main", String[].class);
    String[] arguments = {redis.uri()};

    assertThatCode(() -> main.invoke(null, (Object) arguments)).doesNotThrowAnyException();
  }

  @Test
  void theReadmeListsEveryExampleWithItsTest() throws Exception {
    List<String> rows =
        Files.readAllLines(Path.of("README.md")).stream()
            .filter(line -> line.startsWith("| ["))
            .toList();

    assertThat(rows).hasSameSizeAs(examples().toList());
    examples()
        .map(Class::getSimpleName)
        .forEach(name -> assertThat(rows).anyMatch(row -> row.contains("[" + name + "IT]")));
  }

  static Stream<Class<?>> examples() throws IOException {
    String name = Example.class.getPackageName();
    try (Stream<Path> files = Files.list(Path.of("src/main/java", name.replace('.', '/')))) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(file -> !file.equals("package-info"))
          .<Class<?>>map(file -> load(name + "." + file))
          .filter(RunExamplesIT::hasMain)
          .toList()
          .stream();
    }
  }

  private static Class<?> load(String className) {
    try {
      return Class.forName(className);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean hasMain(Class<?> type) {
    return Stream.of(type.getMethods()).anyMatch(m -> m.getName().equals("main"));
  }
}
