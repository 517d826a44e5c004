package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.TaskHandle;
import io.sitq.TaskQueue;
import io.sitq.TaskStatus;
import io.sitq.it.worker.Tasks.Divide;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis that is there and refuses, or has forgotten. */
class ServerTroubleIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final OwnRedis redis =
      OwnRedis.start(
          SitqRedis.builder()
              .config("appendonly", "yes")
              .config("appendfsync", "always")
              .config("loading-process-events-interval-bytes", "1024"));
  private final RedisBackend backend =
      RedisBackend.connect(RedisSettings.of(redis.uri()).retryTimeout(SOON));
  private final TaskQueue queue = TaskQueue.on(backend);
  private final LogCapture log = new LogCapture("io.sitq.worker");
  private final Worker worker =
      Worker.on(RedisBackend.connect(redis.uri()))
          .lease(Duration.ofSeconds(1))
          .handle(Divide.class, task -> task.a() / task.b())
          .build();

  /** Queues are listed again within a minute then, which is too long for a test. */
  private boolean cameBackEmpty;

  @BeforeEach
  void begin() {
    worker.start();
    divide();
  }

  @AfterEach
  void end() {
    worker.close();
    queue.close();
    assertThat(InvariantChecker.of(redis.uri(), "sitq").drained().violations())
        .allMatch(line -> line.contains("not among the registered queues") && cameBackEmpty);
    redis.close();
    log.close();
  }

  private void divide() {
    assertThat(queue.enqueue(new Divide(6, 3)).await(SOON).value()).isEqualTo(2);
  }

  /** What is enqueued meanwhile is executed when it is over, and the log has two lines. */
  private void ridesOut(Runnable trouble, Runnable end) {
    trouble.run();
    List<CompletionStage<TaskHandle<Integer>>> sent = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      sent.add(queue.async().enqueue(new Divide(i, 1)));
    }
    await().atMost(SOON).until(() -> lines("Trouble with the backend") == 1);
    end.run();
    for (CompletionStage<TaskHandle<Integer>> enqueued : sent) {
      assertThat(enqueued.toCompletableFuture().join().await(SOON).status())
          .isEqualTo(TaskStatus.SUCCESS);
    }
    await().atMost(SOON).until(() -> lines("The backend is back") == 1);
    divide();
    assertThat(log.lines()).as(log.lines().toString()).hasSize(3); // its start is the third
  }

  private long lines(String beginning) {
    return log.lines().stream().filter(line -> line.contains(beginning)).count();
  }

  @Test
  void a_redis_that_became_a_replica_is_waited_for() {
    ridesOut(
        () -> redis.commands().replicaof("127.0.0.1", 1), () -> redis.commands().replicaofNoOne());
  }

  @Test
  void a_redis_that_misses_its_replicas_is_waited_for() {
    ridesOut(
        () -> redis.commands().configSet("min-replicas-to-write", "1"),
        () -> redis.commands().configSet("min-replicas-to-write", "0"));
  }

  @Test
  void a_redis_that_loads_its_data_is_waited_for() {
    for (int i = 0; i < 100; i++) {
      queue.enqueue(new Divide(i, 1));
    }
    redis.commands().bgrewriteaof(); // by key it loads slowly, by command it would not listen
    await().atMost(SOON).until(() -> redis.info("persistence", "aof_rewrite_in_progress") == 0);
    redis.commands().configSet("key-load-delay", "20000");
    redis.commands().configRewrite();
    redis.server.kill();
    CompletableFuture<?> restarted = CompletableFuture.runAsync(redis.server::restart);
    ridesOut(
        () -> await().atMost(SOON).until(() -> redis.ping().startsWith("-LOADING")),
        restarted::join);
  }

  @Test
  void scripts_that_are_flushed_again_and_again_are_loaded_and_nobody_notices() {
    for (int i = 0; i < 50; i++) {
      redis.commands().scriptFlush();
      divide();
    }
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void a_redis_that_comes_back_empty_makes_nobody_spin() {
    cameBackEmpty = true;
    redis.commands().flushall();
    redis.commands().scriptFlush();
    divide();
    redis.commands().flushall(); // while a read is blocked
    divide();
    long before = redis.info("stats", "total_commands_processed");
    await()
        .during(Duration.ofSeconds(3))
        .until(() -> redis.info("stats", "total_commands_processed") - before < 150);
    assertThat(redis.commands().xinfoGroups("sitq:{default}:ready")).hasSize(1);
  }
}
