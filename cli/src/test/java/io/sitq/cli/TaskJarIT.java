package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqRedisExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Task JARs of others in the real program. */
@ExtendWith(SitqRedisExtension.class)
class TaskJarIT {
  private final SitqRedis redis;
  private final String namespace;

  @TempDir private Path directory;

  TaskJarIT(SitqRedis redis) {
    this.redis = redis;
    this.namespace = redis.newNamespace();
  }

  @Test
  void twoJarsMayHaveClassesOfOneNameAndRunInTheirOwnLoaders() throws Exception {
    Path one = jarWith("one");
    Path two = jarWith("two");
    try (SitqProcess worker = sitq("run", "--tasks", one.toString(), "--tasks", two.toString())) {
      worker.awaitLog("executes where-one, where-two");

      assertThat(value("where-one")).isEqualTo("{\"name\":\"one\",\"own\":true}");
      assertThat(value("where-two")).isEqualTo("{\"name\":\"two\",\"own\":true}");
      assertThat(worker.terminate().exit()).isZero();
      assertThat(worker.err()).contains("CLOSED one").contains("CLOSED two");
    }
  }

  @Test
  void aModuleThatCannotRegisterEndsTheProgram() throws Exception {
    Path jar =
        TestJar.of(
            directory,
            "Refusing",
            """
            public class Refusing implements io.sitq.worker.TaskModule {
              public void register(io.sitq.worker.Handlers handlers) {
                throw new IllegalStateException("no database");
              }
            }
            """);
    try (SitqProcess worker = sitq("run", "--tasks", jar.toString())) {
      assertThat(worker.exit()).isEqualTo(ExitCode.USAGE);
      assertThat(worker.err())
          .contains(jar.toString())
          .contains("Refusing")
          .contains("no database")
          .doesNotContain("\tat ");
    }
  }

  private Path jarWith(String name) throws IOException {
    return TestJar.of(
        directory.resolve(name),
        "Where",
        """
        public class Where implements io.sitq.worker.TaskModule {
          @io.sitq.TaskName("found-NAME")
          public record Found(String name, boolean own) {}

          @io.sitq.TaskName("where-NAME")
          public record Ask() implements io.sitq.Task<Found> {}

          public void register(io.sitq.worker.Handlers handlers) {
            handlers.handle(Ask.class, task -> new Found("NAME",
                Thread.currentThread().getContextClassLoader() == Where.class.getClassLoader()));
          }

          @Override
          public void close() {
            System.err.println("CLOSED NAME");
          }
        }
        """
            .replace("NAME", name));
  }

  private String value(String task) throws Exception {
    try (SitqProcess process = sitq("enqueue", task, "--wait", "10s", "--json")) {
      assertThat(process.exit()).as(process.out() + process.err()).isZero();
      return Json.MAPPER.readTree(process.out()).get("value").toString();
    }
  }

  private SitqProcess sitq(String... args) throws IOException {
    return SitqProcess.start(
        Map.of("SITQ_REDIS_URL", redis.uri()), FailuresIT.withNamespace(namespace, args));
  }
}
