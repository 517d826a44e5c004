package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.Backoff;
import io.sitq.CancelOutcome;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Retries, delays and cancels through worker processes two of which are killed on the way: 4,000
 * tasks, or {@code -Dsitq.fleet=20000}.
 */
@ExtendWith(SitqRedisExtension.class)
class CrashFleetIT {
  private static final int TASKS = Integer.getInteger("sitq.fleet", 4_000) / 20 * 20;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final JsonText GOOD = new JsonText("{\"a\":10,\"b\":2}");
  private static final JsonText BAD = new JsonText("{\"a\":1,\"b\":0}");

  private final SitqRedis redis;
  private final String namespace;
  private final Map<String, SitqProcess> workers = new LinkedHashMap<>();
  private int started;
  @TempDir private Path counters;

  CrashFleetIT(SitqRedis redis) {
    this.redis = redis;
    this.namespace = redis.newNamespace();
  }

  /** What becomes of every twentieth task, by its number. */
  private enum Kind {
    FAILS,
    SUCCEEDS_AT_LAST,
    IS_CANCELLED_WHEN_DELAYED,
    IS_CANCELLED_BEFORE_ITS_RETRY,
    IS_DELAYED,
    SUCCEEDS;

    static Kind of(int number) {
      return switch (number % 20) {
        case 0, 1, 2 -> FAILS;
        case 3, 4 -> SUCCEEDS_AT_LAST;
        case 5 -> IS_CANCELLED_BEFORE_ITS_RETRY;
        case 6 -> IS_DELAYED;
        case 7 -> IS_CANCELLED_WHEN_DELAYED;
        default -> SUCCEEDS;
      };
    }

    TaskStatus end() {
      return switch (this) {
        case FAILS -> TaskStatus.FAILED;
        case IS_CANCELLED_BEFORE_ITS_RETRY, IS_CANCELLED_WHEN_DELAYED -> TaskStatus.CANCELLED;
        default -> TaskStatus.SUCCESS;
      };
    }

    TaskOptions options() {
      TaskOptions defaults = TaskOptions.defaults();
      return switch (this) {
        case FAILS, SUCCEEDS_AT_LAST ->
            defaults.maxAttempts(2).backoff(Backoff.fixed(Duration.ofMillis(50)));
        case IS_CANCELLED_BEFORE_ITS_RETRY ->
            defaults.maxAttempts(2).backoff(Backoff.fixed(Duration.ofHours(1)));
        case IS_DELAYED -> defaults.delay(Duration.ofMillis(500));
        case IS_CANCELLED_WHEN_DELAYED -> defaults.delay(Duration.ofHours(1));
        case SUCCEEDS -> defaults;
      };
    }
  }

  @Test
  void retriesDelaysAndCancelsHoldTheInvariantsWhileWorkersAreKilled() throws Exception {
    try (RedisBackend backend =
            RedisBackend.connect(RedisSettings.of(redis.uri()).namespace(namespace));
        TaskQueue queue =
            TaskQueue.builder(backend).serializer(new JsonSerializer()).keepBackendOpen().build()) {
      for (int i = 0; i < 3; i++) {
        startWorker().awaitLog("executes ");
      }
      TaskHandle<JsonText> first = killTheWorkerOf(enqueueLong(queue));
      List<TaskHandle<JsonText>> handles = enqueueAll(queue);
      TaskHandle<JsonText> second = killTheWorkerOf(enqueueLong(queue));
      cancelSome(queue, handles);

      assertEnds(handles);
      assertThat(first.await(PATIENCE).crashes()).isEqualTo(1);
      assertThat(second.await(PATIENCE).crashes()).isEqualTo(1);

      for (SitqProcess worker : workers.values()) {
        assertThat(worker.awaitLog("executes ").terminate().exit()).as(worker.err()).isZero();
      }
      // what the killed ones left in the group goes when it has been idle for long; here at once
      await()
          .until(
              () -> {
                Stages.join(backend.recovery().removeIdleConsumers("default", Duration.ZERO));
                return InvariantChecker.of(redis.uri(), namespace).drained().violations().isEmpty();
              });
      InvariantChecker.of(redis.uri(), namespace)
          .drained()
          .counted()
          .ended(
              Stream.concat(handles.stream(), Stream.of(first, second))
                  .map(TaskHandle::id)
                  .toList())
          .check();
    } finally {
      for (SitqProcess worker : workers.values()) {
        worker.close();
      }
    }
  }

  private List<TaskHandle<JsonText>> enqueueAll(TaskQueue queue) throws IOException {
    List<CompletionStage<TaskHandle<JsonText>>> sent = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      Kind kind = Kind.of(i);
      if (kind == Kind.SUCCEEDS_AT_LAST) {
        String counter = Files.createFile(counters.resolve("runs-of-" + i)).toString();
        JsonText arguments = new JsonText("{\"counter\":\"" + counter + "\",\"failures\":1}");
        sent.add(queue.async().enqueue("flaky", arguments, kind.options()));
      } else {
        boolean fails = kind == Kind.FAILS || kind == Kind.IS_CANCELLED_BEFORE_ITS_RETRY;
        sent.add(queue.async().enqueue("divide", fails ? BAD : GOOD, kind.options()));
      }
    }
    return sent.stream().map(Stages::join).toList();
  }

  private static TaskHandle<JsonText> enqueueLong(TaskQueue queue) {
    JsonText arguments = new JsonText("{\"millis\":3000}");
    return queue.enqueue("sleep", arguments, TaskOptions.defaults());
  }

  /** Kills without warning the worker that runs the task, and starts another one. */
  private TaskHandle<JsonText> killTheWorkerOf(TaskHandle<JsonText> task) throws IOException {
    String worker =
        await()
            .atMost(PATIENCE)
            .until(() -> task.result().orElseThrow().worker(), Optional::isPresent)
            .orElseThrow();
    String name = worker.substring(0, worker.lastIndexOf('-'));
    workers.remove(name).close();
    startWorker();
    return task;
  }

  private static void cancelSome(TaskQueue queue, List<TaskHandle<JsonText>> handles) {
    for (int i = 0; i < TASKS; i++) {
      TaskHandle<JsonText> handle = handles.get(i);
      if (Kind.of(i) == Kind.IS_CANCELLED_BEFORE_ITS_RETRY) {
        await()
            .pollDelay(Duration.ZERO) // nearly all are there already
            .atMost(PATIENCE)
            .until(() -> handle.result().orElseThrow().attempt() == 2);
      }
      if (Kind.of(i).end() == TaskStatus.CANCELLED) {
        assertThat(queue.cancel(handle.id())).isEqualTo(CancelOutcome.CANCELLED);
      }
    }
  }

  private static void assertEnds(List<TaskHandle<JsonText>> handles) {
    List<CompletionStage<TaskResult<JsonText>>> ends =
        handles.stream().map(handle -> handle.awaitAsync(PATIENCE)).toList();
    for (int i = 0; i < TASKS; i++) {
      TaskResult<JsonText> result = Stages.join(ends.get(i));
      assertThat(result.status()).as(result.toString()).isEqualTo(Kind.of(i).end());
      if (Kind.of(i) == Kind.FAILS) {
        assertThat(result.attempt()).as(result.toString()).isEqualTo(2);
        assertThat(result.errors()).hasSize(1);
      }
    }
  }

  private SitqProcess startWorker() throws IOException {
    String name = "worker-" + ++started;
    SitqProcess worker =
        SitqProcess.start(
            Map.of("SITQ_REDIS_URL", redis.uri()),
            FailuresIT.withNamespace(
                namespace,
                "run",
                "--tasks",
                SitqProcess.examplesJar(),
                "--name",
                name,
                "--lease",
                "3s"));
    workers.put(name, worker);
    return worker;
  }
}
