package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskHandle;
import io.sitq.TaskListener;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import io.sitq.it.worker.Tasks.Divide;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.redis.RedisBackend;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.Recovery;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What workers leave behind that were delivered tasks and never began them. */
class DeadWorkersIT {
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(40);

  /** Far more than a pass takes, and less than a pass over everything on a busy machine. */
  private static final String SLOW_MICROS = "250000";

  private static final int DEAD = 20;
  private static final int HELD_BY_EACH = 100;

  @Test
  void a_task_that_was_delivered_and_never_begun_is_run_by_another_one_and_no_attempt_charged() {
    AtomicInteger executions = new AtomicInteger();
    try (OwnRedis redis = OwnRedis.start();
        RedisBackend backend = RedisBackend.connect(redis.uri());
        TaskQueue queue = TaskQueue.builder(backend).keepBackendOpen().build();
        QueueConsumer dead = backend.consumer("default", "dead");
        Worker worker =
            Worker.on(RedisBackend.connect(redis.uri()))
                .lease(LEASE)
                .handle(Say.class, (task, context) -> task.text() + executions.incrementAndGet())
                .build()) {
      TaskHandle<String> handle = queue.enqueue(new Say("x"));
      assertThat(dead.fetch(1, Duration.ZERO)).hasSize(1);
      worker.start();

      TaskResult<String> result = handle.await(SOON);
      assertThat(result.value()).isEqualTo("x1");
      assertThat(result.attempt()).isEqualTo(1);
      assertThat(result.worker()).contains(worker.id());
    }
  }

  @Test
  void when_many_die_at_once_recovery_is_bounded_and_redis_stays_responsive() {
    List<Integer> passes = java.util.Collections.synchronizedList(new ArrayList<>());
    try (OwnRedis redis = OwnRedis.start();
        RedisBackend backend = RedisBackend.connect(redis.uri());
        TaskQueue queue = TaskQueue.builder(backend).keepBackendOpen().build()) {
      List<TaskHandle<Integer>> handles =
          queue.enqueueAll(
              IntStream.range(0, DEAD * HELD_BY_EACH).mapToObj(i -> new Divide(i, 1)).toList());
      for (int i = 0; i < DEAD; i++) {
        // closed with the backend at the end: a consumer that has tasks stays in the group
        assertThat(backend.consumer("default", "dead-" + i).fetch(HELD_BY_EACH, Duration.ZERO))
            .hasSize(HELD_BY_EACH);
      }
      redis.commands().configSet("slowlog-log-slower-than", SLOW_MICROS);
      redis.commands().slowlogReset();

      List<Worker> workers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        workers.add(
            Worker.on(RedisBackend.connect(redis.uri()))
                .lease(LEASE)
                .handle(Divide.class, task -> task.a() / task.b())
                .listener(
                    new TaskListener() {
                      @Override
                      public void recovered(String queue, int tasks) {
                        passes.add(tasks);
                      }
                    })
                .build());
      }
      workers.forEach(Worker::start);

      for (TaskHandle<Integer> handle : handles) {
        TaskResult<Integer> result = handle.await(SOON);
        assertThat(result.status()).isEqualTo(TaskStatus.SUCCESS);
        assertThat(result.crashes()).isEqualTo(1);
      }
      workers.forEach(Worker::close);
      assertThat(passes).allMatch(tasks -> tasks <= Recovery.PASS);
      assertThat(passes.stream().mapToInt(tasks -> tasks).sum()).isEqualTo(DEAD * HELD_BY_EACH);
      assertThat(redis.commands().slowlogGet()).isEmpty();
      backend.recovery().removeIdleConsumers("default", Duration.ZERO).toCompletableFuture().join();
      InvariantChecker.of(redis.uri(), "sitq").drained().counted().check();
    }
  }
}
