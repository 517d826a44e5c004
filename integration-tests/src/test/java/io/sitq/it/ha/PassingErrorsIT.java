package io.sitq.it.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.sitq.BackendConnectionException;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskStatus;
import io.sitq.it.ha.Load.Work;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Error replies that end by themselves are waited out by producers and workers alike. */
class PassingErrorsIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @AutoClose
  static final SitqRedis redis =
      SitqRedis.builder()
          .localProcess()
          .config("save", "900 1")
          .config("key-load-delay", "2000")
          .config("loading-process-events-interval-bytes", "1024")
          .start();

  private final String namespace = redis.newNamespace();

  private RedisSettings settings() {
    return RedisSettings.of(redis.uri()).namespace(namespace);
  }

  @Test
  void a_server_that_is_a_replica_for_a_while() {
    isWaitedOut(
        // nobody there to copy from: the data stay
        c -> c.replicaof("127.0.0.1", 1),
        c -> c.replicaofNoOne(),
        "READONLY");
  }

  @Test
  void a_master_without_enough_replicas() {
    isWaitedOut(
        c -> c.configSet("min-replicas-to-write", "1"),
        c -> c.configSet("min-replicas-to-write", "0"),
        "NOREPLICAS");
  }

  @SuppressWarnings("try") // closed before the keyspace is looked at
  private void isWaitedOut(
      Consumer<RedisCommands<String, String>> trouble,
      Consumer<RedisCommands<String, String>> remedy,
      String reply) {
    try (TaskQueue queue = TaskQueue.on(RedisBackend.connect(settings()));
        TaskQueue hasty =
            TaskQueue.on(RedisBackend.connect(settings().retryTimeout(Duration.ofMillis(300))));
        Worker worker =
            Worker.on(RedisBackend.connect(settings()))
                .handle(Work.class, work -> work.number() + 1)
                .build()) {
      worker.start();
      assertThat(queue.enqueue(new Work(1)).await(SOON).value()).isEqualTo(2);

      tell(trouble);
      CompletionStage<TaskHandle<Integer>> patient = queue.async().enqueue(new Work(2));
      assertThatThrownBy(() -> hasty.enqueue(new Work(3)))
          .isInstanceOf(BackendConnectionException.class)
          .hasMessageContaining(reply);
      assertThat(patient.toCompletableFuture()).isNotDone();
      tell(remedy);

      TaskHandle<Integer> handle = patient.toCompletableFuture().join();
      assertThat(handle.await(SOON).value()).isEqualTo(3);
      worker.close();
    }
    InvariantChecker.of(redis.uri(), namespace).drained().counted().check();
  }

  @Test
  @SuppressWarnings("try") // closed before the keyspace is looked at
  void a_server_that_reads_its_data() {
    try (TaskQueue queue =
            TaskQueue.on(RedisBackend.connect(settings().retryTimeout(Duration.ofSeconds(20))));
        Worker worker =
            Worker.on(RedisBackend.connect(settings()))
                .handle(Work.class, work -> work.number() + 1)
                .build()) {
      List<TaskHandle<Integer>> handles =
          new ArrayList<>(
              queue.enqueueAll(
                  IntStream.range(0, 500).mapToObj(Work::new).toList(), TaskOptions.defaults()));
      worker.start();

      redis.restart();
      String persistence = ask(c -> c.info("persistence"));
      assertThat(persistence).contains("loading:1");
      handles.add(queue.enqueue(new Work(500)));

      for (TaskHandle<Integer> handle : handles) {
        assertThat(handle.await(SOON).status()).isEqualTo(TaskStatus.SUCCESS);
      }
      worker.close();
    }
    InvariantChecker.of(redis.uri(), namespace).drained().counted().check();
  }

  private static void tell(Consumer<RedisCommands<String, String>> command) {
    ask(
        c -> {
          command.accept(c);
          return null;
        });
  }

  private static <T> T ask(Function<RedisCommands<String, String>, T> command) {
    RedisClient client = RedisClient.create(redis.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return command.apply(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
