package io.sitq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.sitq.ResourceExhaustedException;
import io.sitq.Task;
import io.sitq.TaskHandle;
import io.sitq.TaskName;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskQueueException;
import io.sitq.TaskStatus;
import io.sitq.testkit.SitqRedis;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Batches that are larger than what a client sends at a time. */
class BatchEnqueueIT {
  @TaskName("item")
  record Item(String text) implements Task<Void> {}

  private static List<Item> items(int count, int length) {
    return Collections.nCopies(count, new Item("x".repeat(length)));
  }

  @Test
  void single_calls_do_not_wait_for_a_batch_that_was_begun_before_them() throws Exception {
    SitqRedis redis = SitqRedis.shared();
    String namespace = redis.newNamespace();
    try (RedisBackend backend =
            RedisBackend.connect(RedisSettings.of(redis.uri()).namespace(namespace));
        TaskQueue queue = TaskQueue.on(backend)) {
      CompletableFuture<List<TaskHandle<Void>>> batch =
          queue.async().enqueueAll(items(100_000, 10)).toCompletableFuture();

      for (int i = 0; i < 5; i++) {
        TaskHandle<Void> single = queue.enqueue(new Item("single"));
        assertThat(batch).as("the batch, after single call %s", i).isNotDone();
        assertThat(single.result().orElseThrow().status()).isEqualTo(TaskStatus.PENDING);
      }
      assertThat(batch.get(1, TimeUnit.MINUTES)).hasSize(100_000);
      assertThat(pending(backend)).isEqualTo(100_005);
    }
  }

  @Test
  void what_a_full_redis_has_accepted_of_a_batch_is_listed_and_the_rest_is_not_sent() {
    try (SitqRedis small = SitqRedis.builder().config("maxmemory", "6mb").start();
        RedisBackend backend = RedisBackend.connect(small.uri());
        TaskQueue queue = TaskQueue.on(backend)) {
      TaskQueueException failure =
          catchThrowableOfType(
              TaskQueueException.class, () -> queue.enqueueAll(items(10_000, 1000)));

      assertThat(failure).hasCauseInstanceOf(ResourceExhaustedException.class);
      assertThat(failure.batchIds()).hasSize(10_000);
      assertThat(failure.acceptedIds()).hasSizeBetween(1000, 9000);
      assertThat(pending(backend)).isEqualTo(failure.acceptedIds().size());
      assertThat(failure.batchIds()).containsAll(failure.acceptedIds());
    }
  }

  @Test
  void a_batch_may_be_larger_than_what_may_wait_to_be_sent() {
    try (SitqRedis own = SitqRedis.start();
        RedisBackend backend = RedisBackend.connect(own.uri());
        TaskQueue queue = TaskQueue.on(backend)) {
      assertThat(queue.enqueueAll(items(600, 500_000))).hasSize(600);
      assertThat(pending(backend)).isEqualTo(600);
    }
  }

  @Test
  void a_batch_that_takes_long_to_send_makes_no_task_late() {
    SitqRedis redis = SitqRedis.shared();
    try (RedisBackend backend =
            RedisBackend.connect(RedisSettings.of(redis.uri()).namespace(redis.newNamespace()));
        TaskQueue queue = TaskQueue.on(backend)) {
      Instant due = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
      List<TaskHandle<Void>> handles =
          queue.enqueueAll(items(100_000, 10), TaskOptions.defaults().at(due));
      assertThat(handles.get(99_999).result().orElseThrow().nextAttemptAt().orElseThrow())
          .isCloseTo(due, within(100, ChronoUnit.MILLIS));
    }
  }

  private static long pending(RedisBackend backend) {
    return backend.inspector().stats("default").toCompletableFuture().join().pending();
  }
}
