package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.TaskEvent;
import io.sitq.TaskHandle;
import io.sitq.TaskListener;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import io.sitq.it.worker.Tasks.Divide;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.redis.RedisBackend;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Redis answers nothing for longer than a lease, and then everything. */
class SlowRedisIT {
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void no_lease_is_lost_while_redis_stands_still_and_latency_recovers() throws Exception {
    AtomicInteger executions = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    CountDownLatch goOn = new CountDownLatch(1);
    try (OwnRedis redis = OwnRedis.start();
        TaskQueue queue = TaskQueue.on(RedisBackend.connect(redis.uri()))) {
      List<Worker> workers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        workers.add(
            Worker.on(RedisBackend.connect(redis.uri()))
                .lease(LEASE)
                .concurrency(5)
                .handle(
                    Say.class,
                    task -> {
                      executions.incrementAndGet();
                      goOn.await();
                      return task.text();
                    })
                .handle(Divide.class, task -> task.a() / task.b())
                .listener(
                    new TaskListener() {
                      @Override
                      public void lost(TaskEvent event) {
                        lost.incrementAndGet();
                      }
                    })
                .build());
      }
      workers.forEach(Worker::start);
      List<TaskHandle<String>> handles = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        handles.add(queue.enqueue(new Say("x")));
      }
      await().until(() -> executions.get() == 8);

      redis.signal("STOP");
      TimeUnit.MILLISECONDS.sleep(LEASE.toMillis() * 3 / 2); // what this is about
      redis.signal("CONT");

      // for two leases more nobody takes what is held
      await()
          .during(LEASE.multipliedBy(2))
          .atMost(SOON)
          .until(() -> executions.get() == 8 && lost.get() == 0);
      goOn.countDown();
      for (TaskHandle<String> handle : handles) {
        TaskResult<String> result = handle.await(SOON);
        assertThat(result.status()).isEqualTo(TaskStatus.SUCCESS);
        assertThat(result.crashes()).isZero();
      }
      await().until(() -> isQuick(queue));
      workers.forEach(Worker::close);
      InvariantChecker.of(redis.uri(), "sitq").drained().counted().check();
    } finally {
      goOn.countDown();
    }
  }

  private static boolean isQuick(TaskQueue queue) {
    long begun = System.nanoTime();
    queue.enqueue(new Divide(4, 2)).await(SOON);
    return System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(100);
  }
}
