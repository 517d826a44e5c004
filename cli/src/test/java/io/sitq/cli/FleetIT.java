package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import io.sitq.json.JsonSerializer;
import io.sitq.json.JsonText;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.spi.QueueStats;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqRedisExtension;
import io.sitq.testkit.invariant.InvariantChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many tasks that succeed and fail in several ways, through several worker processes at once:
 * 4,000, or {@code -Dsitq.fleet=20000}.
 */
@ExtendWith(SitqRedisExtension.class)
class FleetIT {
  private static final int OF_EACH_KIND = Integer.getInteger("sitq.fleet", 4_000) / 4;
  private static final int WORKERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SitqRedis redis;
  private final String namespace;

  @TempDir private Path directory;

  FleetIT(SitqRedis redis) {
    this.redis = redis;
    this.namespace = redis.newNamespace();
  }

  /** A kind of task, and what must become of each. */
  private record Kind(
      String task, JsonText arguments, @Nullable String value, @Nullable String errorType) {
    void assertCameOut(TaskResult<JsonText> result) {
      if (errorType == null) {
        assertThat(result.status()).as(result.id()).isEqualTo(TaskStatus.SUCCESS);
        assertThat(result.value()).isEqualTo(new JsonText(String.valueOf(value)));
      } else {
        assertThat(result.status()).as(result.id()).isEqualTo(TaskStatus.FAILED);
        assertThat(result.errorType()).isEqualTo(errorType);
        assertThat(result.traceback()).contains("\tat io.sitq.examples.");
      }
      assertThat(result.attempt()).isEqualTo(1);
      assertThat(result.crashes()).isZero();
    }
  }

  @Test
  void manyMixedTasksThroughThreeWorkersEndOnceEachAndLeaveResultsAlone() throws Exception {
    List<SitqProcess> workers = new ArrayList<>();
    try (RedisBackend backend =
            RedisBackend.connect(RedisSettings.of(redis.uri()).namespace(namespace));
        TaskQueue queue =
            TaskQueue.builder(backend).serializer(new JsonSerializer()).keepBackendOpen().build()) {
      for (int i = 0; i < WORKERS; i++) {
        workers.add(startWorker());
      }
      workers.forEach(worker -> worker.awaitLog("executes "));
      List<Kind> kinds = kinds();

      List<String> ids = runAll(queue, kinds);

      assertThat(new HashSet<>(ids)).hasSize(OF_EACH_KIND * kinds.size());
      assertCounts(Stages.join(backend.inspector().stats("default")));
      for (SitqProcess worker : workers) {
        assertThat(worker.terminate().exit()).as(worker.err()).isZero();
      }
      InvariantChecker.of(redis.uri(), namespace).drained().counted().ended(ids).check();
    } finally {
      for (SitqProcess worker : workers) {
        worker.close();
      }
    }
  }

  private List<Kind> kinds() throws IOException {
    Path file = Files.writeString(directory.resolve("there.txt"), "a line\n");
    return List.of(
        new Kind("divide", new JsonText("{\"a\":10,\"b\":2}"), "5", null),
        new Kind(
            "divide", new JsonText("{\"a\":1,\"b\":0}"), null, "java.lang.ArithmeticException"),
        new Kind("read-file", path(file), "\"a line\\n\"", null),
        new Kind(
            "read-file",
            path(directory.resolve("missing.txt")),
            null,
            "java.nio.file.NoSuchFileException"));
  }

  private static JsonText path(Path file) {
    return new JsonText(Json.text(Json.object().put("path", file.toString())));
  }

  /** Enqueues the kinds in turn and checks what became of each task; the ids. */
  private static List<String> runAll(TaskQueue queue, List<Kind> kinds) {
    List<CompletionStage<TaskHandle<JsonText>>> sent = new ArrayList<>();
    for (int i = 0; i < OF_EACH_KIND; i++) {
      for (Kind kind : kinds) {
        sent.add(queue.async().enqueue(kind.task(), kind.arguments(), TaskOptions.defaults()));
      }
    }
    List<TaskHandle<JsonText>> handles = sent.stream().map(Stages::join).toList();
    List<CompletionStage<TaskResult<JsonText>>> ends =
        handles.stream().map(handle -> handle.awaitAsync(PATIENCE)).toList();
    Map<TaskStatus, Integer> statuses = new EnumMap<>(TaskStatus.class);
    Set<String> workers = new HashSet<>();
    for (int i = 0; i < ends.size(); i++) {
      TaskResult<JsonText> result = Stages.join(ends.get(i));
      kinds.get(i % kinds.size()).assertCameOut(result);
      statuses.merge(result.status(), 1, Integer::sum);
      workers.add(result.worker().orElseThrow());
    }
    assertThat(statuses)
        .isEqualTo(
            Map.of(TaskStatus.SUCCESS, 2 * OF_EACH_KIND, TaskStatus.FAILED, 2 * OF_EACH_KIND));
    assertThat(workers).as("all workers had a share").hasSize(WORKERS);
    return handles.stream().map(TaskHandle::id).toList();
  }

  /** With 20,000 tasks the failed ones are just as many as dead letters are kept. */
  private static void assertCounts(QueueStats stats) {
    Map<String, Long> each = Map.of("success", (long) OF_EACH_KIND, "failed", (long) OF_EACH_KIND);
    assertThat(stats.counts()).isEqualTo(Map.of("divide", each, "read-file", each));
    assertThat(stats.dead())
        .isEqualTo(Math.min(2L * OF_EACH_KIND, RedisSettings.DEFAULT_DEAD_LETTERS));
    assertThat(stats.pending()).isZero();
    assertThat(stats.running()).isZero();
    assertThat(stats.scheduled()).isZero();
  }

  private SitqProcess startWorker() throws IOException {
    return SitqProcess.start(
        Map.of("SITQ_REDIS_URL", redis.uri()),
        FailuresIT.withNamespace(namespace, "run", "--tasks", SitqProcess.examplesJar()));
  }
}
