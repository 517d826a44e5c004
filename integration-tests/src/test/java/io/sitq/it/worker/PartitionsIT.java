package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.RetryPolicy;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskStatus;
import io.sitq.it.worker.Tasks.Fail;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.redis.QueueSettings;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.Worker;
import io.sitq.worker.WorkerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several workers and producers on one queue of several partitions; the invariants at the end. */
class PartitionsIT extends OnRedis {
  private static final int TASKS = 2000;

  private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();

  @Override
  RedisBackend connect(String uri) {
    return RedisBackend.connect(
        RedisSettings.of(uri).namespace(namespace).queue("default", QueueSettings.partitions(4)));
  }

  private WorkerBuilder counting() {
    return worker()
        .handle(
            Say.class,
            (task, context) -> {
              runs.computeIfAbsent(context.taskId(), id -> new AtomicInteger()).incrementAndGet();
              return task.text();
            })
        .handle(
            Fail.class,
            (task, context) -> {
              if (context.attempt() < 3) {
                throw new IllegalStateException("not yet");
              }
              return "at last";
            },
            HandlerOptions.defaults()
                .retry(RetryPolicy.fixed(Duration.ofMillis(50)).maxAttempts(3)));
  }

  @Test
  void every_task_ends_once_while_workers_come_and_go() {
    Worker leaving = start(counting().concurrency(4));
    start(counting().concurrency(4));
    List<TaskHandle<String>> handles = new ArrayList<>();
    try (TaskQueue second = TaskQueue.on(RedisBackend.connect(followingSettings()))) {
      for (int i = 0; i < TASKS; i++) {
        TaskQueue producer = i % 2 == 0 ? queue : second;
        TaskOptions options = TaskOptions.defaults().id("t" + i);
        handles.add(producer.enqueue(new Say("a" + i), options));
        if (i % 10 == 0) {
          handles.add(queue.enqueue(new Fail("twice")));
        }
        if (i % 10 == 1) {
          Duration delay = Duration.ofMillis(300);
          handles.add(second.enqueue(new Say("later"), TaskOptions.defaults().delay(delay)));
        }
        if (i % 10 == 2) { // the same again is the same task
          handles.add((i % 4 == 0 ? second : queue).enqueue(new Say("a" + i), options));
        }
        if (i == TASKS / 2) {
          leaving.close();
          start(counting().concurrency(4));
        }
      }
      for (TaskHandle<String> handle : handles) {
        assertThat(handle.await(SOON).status()).isEqualTo(TaskStatus.SUCCESS);
      }
    }

    assertThat(runs.values()).extracting(AtomicInteger::get).containsOnly(1);
    assertThat(runs).hasSize(TASKS + TASKS / 10);
    closeWorkers();
    invariants().drained().check();
  }

  @Test
  void tasks_that_run_in_different_partitions_are_cancelled_and_waited_for() {
    Set<String> started = ConcurrentHashMap.newKeySet();
    start(
        worker()
            .concurrency(8)
            .handle(
                Say.class,
                (task, context) -> {
                  started.add(context.taskId());
                  Thread.sleep(60_000);
                  return "";
                }));
    List<TaskHandle<String>> handles = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      handles.add(queue.enqueue(new Say("x"), TaskOptions.defaults().id("t" + i)));
    }
    org.awaitility.Awaitility.await().until(() -> started.size() == 8);

    handles.forEach(handle -> queue.cancel(handle.id()));

    for (TaskHandle<String> handle : handles) {
      assertThat(handle.await(SOON).status()).isEqualTo(TaskStatus.CANCELLED);
    }
  }

  @Test
  void a_task_on_an_idle_queue_is_run_at_once() {
    start(counting());
    for (int i = 0; i < 30; i++) {
      long askedNanos = System.nanoTime();
      assertThat(queue.enqueue(new Say("x")).await(SOON).value()).isEqualTo("x");
      // far less than the 5 s for which a read of another partition blocks
      assertThat(Duration.ofNanos(System.nanoTime() - askedNanos))
          .isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void a_worker_that_runs_follows_when_its_queue_is_spread_further() {
    start(counting());
    assertThat(queue.enqueue(new Say("before")).await(SOON).value()).isEqualTo("before");
    RedisSettings more = followingSettings().queue("default", QueueSettings.partitions(7));
    try (TaskQueue spread = TaskQueue.on(RedisBackend.connect(more))) {
      for (int i = 0; i < 50; i++) {
        assertThat(spread.enqueue(new Say("a")).await(SOON).value()).isEqualTo("a");
        assertThat(queue.enqueue(new Say("b")).await(SOON).value()).isEqualTo("b");
      }
      assertThat(spread.enqueue(new Fail("twice")).await(SOON).value()).isEqualTo("at last");
    }
  }

  private RedisSettings followingSettings() {
    return RedisSettings.of(redis.uri()).namespace(namespace);
  }
}
