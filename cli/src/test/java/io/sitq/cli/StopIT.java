package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskStatus;
import io.sitq.json.JsonSerializer;
import io.sitq.json.JsonText;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqRedisExtension;
import io.sitq.testkit.invariant.InvariantChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How a worker leaves. Its task runs until a file is there, so that the test decides when. */
@ExtendWith(SitqRedisExtension.class)
class StopIT {
  private static final String MODULE =
      """
      import io.sitq.Task;
      import io.sitq.TaskName;
      import java.nio.file.Files;
      import java.nio.file.Path;

      public class Waiting implements io.sitq.worker.TaskModule {
        @TaskName("wait-for")
        public record WaitFor(String file) implements Task<String> {}

        public void register(io.sitq.worker.Handlers handlers) {
          handlers.handle(WaitFor.class, task -> {
            System.err.println("HANDLER RUNS");
            while (!Files.exists(Path.of(task.file()))) {
              Thread.sleep(10);
            }
            return "seen";
          });
        }
      }
      """;

  private final SitqRedis redis;
  private final String namespace;

  @TempDir private Path directory;
  private Path jar = Path.of("");
  private Path file = Path.of("");

  StopIT(SitqRedis redis) {
    this.redis = redis;
    this.namespace = redis.newNamespace();
  }

  @BeforeEach
  void compile() throws IOException {
    jar = TestJar.of(directory, "Waiting", MODULE);
    file = directory.resolve("go");
  }

  @Test
  void sigtermLetsTheTaskFinishAndExitsZero() throws Exception {
    try (SitqProcess worker = run("--drain", "20s")) {
      String id = enqueue(worker);

      worker.terminate().awaitLog("stops");
      Files.createFile(file);

      assertThat(worker.exit()).isZero();
      assertThat(worker.err()).contains("stopped after");
      assertThat(status(id)).isEqualTo(TaskStatus.SUCCESS);
      checkInvariants(id);
    }
  }

  @Test
  void afterTheDrainTimeTheTaskGoesBackAndTheExitIsZeroToo() throws Exception {
    try (SitqProcess worker = run("--drain", "1s")) {
      String id = enqueue(worker);

      assertThat(worker.terminate().exit()).isZero();

      assertThat(status(id)).isEqualTo(TaskStatus.PENDING);
      InvariantChecker.of(redis.uri(), namespace).check();
    }
  }

  @Test
  void aSecondSignalLeavesAtOnce() throws Exception {
    try (SitqProcess worker = run("--drain", "25s")) {
      String id = enqueue(worker);

      worker.terminate().awaitLog("stops");
      // at intervals, since one that follows at once counts as an echo of the first
      await()
          .pollDelay(StopSignals.ECHO)
          .pollInterval(Duration.ofSeconds(2))
          .until(() -> worker.err().contains("Second signal") || !worker.terminate().isAlive());

      assertThat(worker.exit()).isZero();
      assertThat(worker.err()).contains("Second signal");
      assertThat(status(id)).isEqualTo(TaskStatus.PENDING);
      InvariantChecker.of(redis.uri(), namespace).check();
    }
  }

  private SitqProcess run(String... options) throws IOException {
    String[] args =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("run", "--tasks", jar.toString()),
                java.util.Arrays.stream(options))
            .toArray(String[]::new);
    return SitqProcess.start(
            Map.of("SITQ_REDIS_URL", redis.uri()), FailuresIT.withNamespace(namespace, args))
        .awaitLog("executes wait-for");
  }

  private String enqueue(SitqProcess worker) {
    String id;
    try (TaskQueue queue = queue()) {
      JsonText arguments = new JsonText(Json.text(Json.object().put("file", file.toString())));
      id = queue.enqueue("wait-for", arguments, TaskOptions.defaults()).id();
    }
    worker.awaitLog("HANDLER RUNS");
    return id;
  }

  private TaskStatus status(String id) {
    try (TaskQueue queue = queue()) {
      return queue.getResult(id, Duration.ofMillis(1)).orElseThrow().status();
    }
  }

  private TaskQueue queue() {
    return TaskQueue.builder(
            RedisBackend.connect(RedisSettings.of(redis.uri()).namespace(namespace)))
        .serializer(new JsonSerializer())
        .build();
  }

  private void checkInvariants(String id) {
    InvariantChecker.of(redis.uri(), namespace).drained().counted().ended(List.of(id)).check();
  }
}
