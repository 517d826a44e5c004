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
import io.sitq.spi.QueueStats;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqRedisExtension;
import io.sitq.testkit.invariant.InvariantChecker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
  private final List<SitqProcess> workers = new ArrayList<>();

  CrashFleetIT(SitqRedis redis) {
    this.redis = redis;
    this.namespace = redis.newNamespace();
  }

  /** What is done with every tenth task, by its number; the others succeed at once. */
  private static TaskOptions options(int number) {
    return switch (number % 20) {
      case 0, 1, 2, 3, 4, 5 ->
          TaskOptions.defaults().maxAttempts(2).backoff(Backoff.fixed(Duration.ofMillis(50)));
      case 6 -> TaskOptions.defaults().delay(Duration.ofMillis(500));
      case 7 -> TaskOptions.defaults().delay(Duration.ofHours(1));
      default -> TaskOptions.defaults();
    };
  }

  private static boolean fails(int number) {
    return number % 20 < 6;
  }

  private static boolean isCancelled(int number) {
    return number % 20 == 7;
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
      List<TaskHandle<JsonText>> handles = enqueueAll(queue);
      killOneAfter(backend, TASKS / 5L);
      killOneAfter(backend, TASKS / 2L);
      cancelSome(queue, handles);

      assertEnds(handles);

      for (SitqProcess worker : workers) {
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
          .ended(handles.stream().map(TaskHandle::id).toList())
          .check();
    } finally {
      for (SitqProcess worker : workers) {
        worker.close();
      }
    }
  }

  private static List<TaskHandle<JsonText>> enqueueAll(TaskQueue queue) {
    List<CompletionStage<TaskHandle<JsonText>>> sent = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      sent.add(queue.async().enqueue("divide", fails(i) ? BAD : GOOD, options(i)));
    }
    return sent.stream().map(Stages::join).toList();
  }

  /** Kills a worker without warning once so many tasks have ended, and starts another one. */
  private void killOneAfter(RedisBackend backend, long ended) throws IOException {
    await().atMost(PATIENCE).until(() -> ended(backend) >= ended);
    workers.remove(0).close();
    startWorker();
  }

  private static long ended(RedisBackend backend) {
    QueueStats stats = Stages.join(backend.inspector().stats("default"));
    Map<String, Long> counts = stats.counts().getOrDefault("divide", Map.of());
    return counts.getOrDefault("success", 0L) + counts.getOrDefault("failed", 0L);
  }

  private static void cancelSome(TaskQueue queue, List<TaskHandle<JsonText>> handles) {
    for (int i = 0; i < TASKS; i++) {
      if (isCancelled(i)) {
        assertThat(queue.cancel(handles.get(i).id())).isEqualTo(CancelOutcome.CANCELLED);
      }
    }
  }

  private static void assertEnds(List<TaskHandle<JsonText>> handles) {
    List<CompletionStage<TaskResult<JsonText>>> ends =
        handles.stream().map(handle -> handle.awaitAsync(PATIENCE)).toList();
    Map<TaskStatus, Integer> statuses = new EnumMap<>(TaskStatus.class);
    for (int i = 0; i < TASKS; i++) {
      TaskResult<JsonText> result = Stages.join(ends.get(i));
      statuses.merge(result.status(), 1, Integer::sum);
      if (fails(i)) {
        assertThat(result.attempt()).as(result.toString()).isEqualTo(2);
        assertThat(result.errors()).hasSize(1);
      }
    }
    assertThat(statuses)
        .isEqualTo(
            Map.of(
                TaskStatus.FAILED, TASKS * 6 / 20,
                TaskStatus.CANCELLED, TASKS / 20,
                TaskStatus.SUCCESS, TASKS * 13 / 20));
  }

  private SitqProcess startWorker() throws IOException {
    SitqProcess worker =
        SitqProcess.start(
            Map.of("SITQ_REDIS_URL", redis.uri()),
            FailuresIT.withNamespace(
                namespace, "run", "--tasks", SitqProcess.examplesJar(), "--lease", "3s"));
    workers.add(worker);
    return worker;
  }
}
