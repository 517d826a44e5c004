package io.sitq.it.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sitq.ReplicationShortfallException;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskQueueException;
import io.sitq.TaskStatus;
import io.sitq.it.ha.Load.Work;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.invariant.InvariantChecker;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A master with one replica. */
class ReplicasIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final TaskOptions ON_ONE = TaskOptions.defaults().replicas(1, SOON);
  private static final TaskOptions ON_TWO =
      TaskOptions.defaults().replicas(2, Duration.ofMillis(1500));

  @AutoClose
  static final SitqRedis master =
      SitqRedis.builder().localProcess().config("repl-diskless-sync-delay", "0").start();

  @AutoClose
  static final SitqRedis replica =
      SitqRedis.builder()
          .localProcess()
          .config("replicaof", "127.0.0.1 " + URI.create(master.uri()).getPort())
          .start();

  private final String namespace = master.newNamespace();

  @BeforeAll
  static void replicaIsInStep() {
    RedisClient client = RedisClient.create(master.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      org.awaitility.Awaitility.await()
          .until(() -> connection.sync().info("replication").contains("state=online"));
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  private RedisSettings settings() {
    return RedisSettings.of(master.uri()).namespace(namespace);
  }

  private TaskQueue connect() {
    return TaskQueue.on(RedisBackend.connect(settings()));
  }

  @Test
  void what_a_replica_has_confirmed_is_on_it() {
    try (TaskQueue queue = connect()) {
      List<TaskHandle<Integer>> handles =
          queue.enqueueAll(IntStream.range(0, 250).mapToObj(Work::new).toList(), ON_ONE);
      queue.enqueue(new Work(1), ON_ONE.delay(Duration.ofHours(1)));
      assertThat(keysOf(replica)).isEqualTo(keysOf(master)).contains("task:" + handles.get(0).id());
    }
    InvariantChecker.of(replica.uri(), namespace).check();
  }

  private String keysOf(SitqRedis server) {
    RedisClient client = RedisClient.create(server.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection.sync().keys(namespace + ":*").stream().sorted().toList().toString();
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  @Test
  void too_few_replicas_are_told_and_the_task_is_there_all_the_same() {
    try (TaskQueue queue = connect()) {
      assertThatThrownBy(() -> queue.enqueue(new Work(1), ON_TWO.id("one")))
          .hasMessageContaining("is in its queue and will run")
          .hasMessageContaining("1 of 2 replicas")
          .asInstanceOf(type(ReplicationShortfallException.class))
          .satisfies(
              shortfall -> {
                assertThat(shortfall.taskId()).isEqualTo("default:one");
                assertThat(shortfall.wanted()).isEqualTo(2);
                assertThat(shortfall.confirmed()).isEqualTo(1);
              });
      assertThat(queue.getResult("default:one").orElseThrow().status())
          .isEqualTo(TaskStatus.PENDING);

      // once more, with what there is: it is one task, and waited for again
      assertThat(queue.enqueue(new Work(1), ON_ONE.id("one")).id()).isEqualTo("default:one");
      InvariantChecker.of(master.uri(), namespace).check();
    }
  }

  @Test
  void a_batch_with_too_few_replicas_counts_as_accepted() {
    try (TaskQueue queue = connect()) {
      assertThatThrownBy(() -> queue.enqueueAll(List.of(new Work(1), new Work(2)), ON_TWO))
          .hasCauseInstanceOf(ReplicationShortfallException.class)
          .asInstanceOf(type(TaskQueueException.class))
          .satisfies(
              failed -> assertThat(failed.acceptedIds()).hasSize(2).isEqualTo(failed.batchIds()));
    }
  }

  @Test
  void a_large_batch_with_too_few_replicas_is_told_so_and_not_of_a_connection() {
    // one call behind the WAITs of three others would be given up
    RedisSettings settings = settings().commandTimeout(Duration.ofSeconds(2));
    List<Work> tasks = IntStream.range(0, 500).mapToObj(Work::new).toList();
    TaskOptions wish = TaskOptions.defaults().replicas(2, Duration.ofSeconds(1));
    try (RedisBackend backend = RedisBackend.connect(settings);
        TaskQueue queue = TaskQueue.on(backend)) {
      assertThatThrownBy(() -> queue.enqueueAll(tasks, wish))
          .hasCauseInstanceOf(ReplicationShortfallException.class)
          .asInstanceOf(type(TaskQueueException.class))
          .satisfies(
              failed -> {
                assertThat(failed.acceptedIds()).hasSize(500).isEqualTo(failed.batchIds());
                assertThat(failed.acceptedIds())
                    .as("exactly those that are in the queue")
                    .allMatch(id -> queue.getResult(id).isPresent());
              });
      assertThat(backend.inspector().stats("default").toCompletableFuture().join().pending())
          .isEqualTo(500);
    }
  }
}
