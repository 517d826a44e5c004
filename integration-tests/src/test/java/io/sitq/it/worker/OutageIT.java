package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sitq.BackendConnectionException;
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
import org.junit.jupiter.api.Test;

class OutageIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  @SuppressWarnings("try") // the worker is closed before the keyspace is looked at
  void a_redis_that_was_killed_and_is_back_is_used_again_and_nothing_is_lost() {
    try (SitqRedis redis =
            SitqRedis.builder()
                .localProcess()
                .config("appendonly", "yes")
                .config("appendfsync", "always")
                .start();
        TaskQueue queue = TaskQueue.on(RedisBackend.connect(redis.uri()));
        Worker worker =
            Worker.on(RedisBackend.connect(redis.uri()))
                .handle(Divide.class, task -> task.a() / task.b())
                .build()) {
      worker.start();
      List<TaskHandle<Integer>> handles = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        handles.add(queue.enqueue(new Divide(i, 1)));
      }

      redis.kill();
      redis.restart();

      await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(() -> handles.add(queue.enqueue(new Divide(100, 1))));
      assertThat(handles).allMatch(handle -> handle.await(SOON).status() == TaskStatus.SUCCESS);
      worker.close();
      InvariantChecker.of(redis.uri(), "sitq").drained().counted().check();
    }
  }

  @Test
  void an_enqueue_without_redis_is_tried_again_then_fails_with_the_address() {
    try (SitqRedis redis = SitqRedis.builder().localProcess().start();
        TaskQueue queue =
            TaskQueue.on(
                RedisBackend.connect(
                    RedisSettings.of(redis.uri()).retryTimeout(Duration.ofMillis(300))))) {
      queue.enqueue(new Divide(1, 1));
      redis.kill();

      assertThatThrownBy(() -> queue.enqueue(new Divide(2, 1)))
          .isInstanceOf(BackendConnectionException.class)
          .hasMessageContaining(redis.uri());
      assertThatThrownBy(() -> queue.getResult("default:x"))
          .isInstanceOf(BackendConnectionException.class);
    }
  }

  @Test
  void a_redis_that_comes_back_empty_is_used_again() {
    try (SitqRedis redis = SitqRedis.builder().localProcess().start();
        TaskQueue queue = TaskQueue.on(RedisBackend.connect(redis.uri()));
        Worker worker =
            Worker.on(RedisBackend.connect(redis.uri()))
                .handle(Divide.class, task -> task.a() / task.b())
                .build()) {
      worker.start();
      assertThat(queue.enqueue(new Divide(4, 2)).await(SOON).value()).isEqualTo(2);

      redis.kill();
      redis.restart();

      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () -> assertThat(queue.enqueue(new Divide(6, 2)).await(SOON).value()).isEqualTo(3));
    }
  }
}
