package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.KillArgs;
import io.sitq.TaskQueue;
import io.sitq.it.worker.Tasks.Divide;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KilledConnectionsIT {
  private static final int ROUNDS = 60;
  private static final long SOME_BYTES = 8L << 20;
  private static final Duration SOON = Duration.ofSeconds(30);

  /** What a process holds. */
  private record Holdings(int threads, int connections, long bytes) {
    static Holdings of(OwnRedis redis) {
      System.gc();
      return new Holdings(
          ManagementFactory.getThreadMXBean().getThreadCount(),
          (int) redis.commands().clientList().lines().count(),
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    boolean isNoMoreThan(Holdings other) {
      return threads <= other.threads + 2
          && connections <= other.connections
          && bytes <= other.bytes + SOME_BYTES;
    }
  }

  @Test
  @SuppressWarnings("try") // the worker is closed before the keyspace is looked at
  void connections_that_are_killed_in_a_loop_leave_no_thread_connection_or_memory_behind() {
    try (OwnRedis redis = OwnRedis.start();
        TaskQueue queue =
            TaskQueue.on(RedisBackend.connect(RedisSettings.of(redis.uri()).retryTimeout(SOON)));
        Worker worker =
            Worker.on(RedisBackend.connect(redis.uri()))
                .concurrency(4)
                .lease(Duration.ofSeconds(1))
                .handle(Divide.class, task -> task.a() / task.b())
                .build()) {
      worker.start();
      for (int i = 0; i < 10; i++) {
        killAllThenWork(redis, queue);
      }
      Holdings before = Holdings.of(redis);

      for (int i = 0; i < ROUNDS; i++) {
        killAllThenWork(redis, queue);
      }

      await().atMost(SOON).until(() -> Holdings.of(redis).isNoMoreThan(before));
      worker.close();
      InvariantChecker.of(redis.uri(), "sitq").drained().counted().check();
    }
  }

  private static void killAllThenWork(OwnRedis redis, TaskQueue queue) {
    redis.commands().clientKill(KillArgs.Builder.typePubsub());
    redis.commands().clientKill(KillArgs.Builder.typeNormal().skipme());
    assertThat(queue.enqueue(new Divide(6, 3)).await(SOON).value()).isEqualTo(2);
  }
}
