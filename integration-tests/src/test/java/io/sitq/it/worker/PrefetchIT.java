package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskStatus;
import io.sitq.it.worker.Tasks.Divide;
import io.sitq.redis.QueueSettings;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.worker.WorkerBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Workers take more tasks than they can run at a time. */
class PrefetchIT extends OnRedis {
  private static final int CONCURRENCY = 2;
  private static final int TASKS = 2000;
  private static final int PARTITIONS = 8;

  private void enqueue(int tasks) {
    queue.enqueueAll(IntStream.range(0, tasks).mapToObj(i -> new Divide(i, 1)).toList());
  }

  @Test
  void a_worker_whose_handlers_hang_leaves_all_but_what_they_hold_to_another_one() {
    AtomicInteger done = new AtomicInteger();
    CountDownLatch freed = new CountDownLatch(1);
    AtomicInteger hanging = new AtomicInteger();
    // it learns that tasks are short, and takes many; then they are not short any more
    start(
        worker()
            .concurrency(CONCURRENCY)
            .handle(
                Divide.class,
                task -> {
                  if (task.a() >= TASKS / 2 && hanging.incrementAndGet() <= CONCURRENCY) {
                    freed.await();
                  }
                  done.incrementAndGet();
                  return task.a();
                }));
    enqueue(TASKS);
    await().until(() -> hanging.get() >= CONCURRENCY);
    start(
        worker()
            .concurrency(CONCURRENCY)
            .handle(
                Divide.class,
                task -> {
                  done.incrementAndGet();
                  return task.a();
                }));
    await().atMost(SOON).until(() -> done.get() == TASKS - CONCURRENCY);
    assertThat(freed.getCount()).isOne();
    freed.countDown();
    await().atMost(SOON).until(() -> done.get() == TASKS);
    closeWorkers();
    invariants().drained().check();
  }

  /** Writes down what it begins, and ends none of it. */
  private void startHanging(WorkerBuilder worker, Set<Integer> begun) {
    CountDownLatch never = new CountDownLatch(1);
    start(
        worker
            .drain(Duration.ZERO)
            .handle(
                Divide.class,
                task -> {
                  begun.add(task.a());
                  never.await();
                  return 0;
                }));
  }

  private void startFast(WorkerBuilder worker, Set<Integer> done) {
    start(
        worker.handle(
            Divide.class,
            task -> {
              done.add(task.a());
              return 0;
            }));
  }

  @Test
  void long_tasks_go_to_whoever_is_free() {
    int tasks = 40;
    Set<Integer> slow = ConcurrentHashMap.newKeySet();
    Set<Integer> fast = ConcurrentHashMap.newKeySet();
    startHanging(worker().concurrency(CONCURRENCY), slow);
    enqueue(tasks);
    await().until(() -> slow.size() == CONCURRENCY);
    startFast(worker().concurrency(CONCURRENCY), fast);
    await().atMost(SOON).until(() -> fast.size() == tasks - CONCURRENCY);
    assertThat(slow).hasSize(CONCURRENCY).doesNotContainAnyElementsOf(fast);
  }

  @Test
  void an_idle_queue_of_a_busy_worker_leaves_its_task_to_another_one() throws Exception {
    CountDownLatch begun = new CountDownLatch(CONCURRENCY);
    CountDownLatch never = new CountDownLatch(1);
    start(
        worker()
            .queue("default")
            .queue("mail")
            .concurrency(CONCURRENCY)
            .drain(Duration.ZERO)
            .handle(
                Divide.class,
                task -> {
                  begun.countDown();
                  never.await();
                  return 0;
                }));
    enqueue(CONCURRENCY);
    begun.await();
    TaskHandle<Integer> mail =
        queue.enqueue(new Divide(4, 2), TaskOptions.defaults().queue("mail"));
    await().atMost(SOON).until(() -> mail.result().orElseThrow().status() == TaskStatus.RUNNING);
    start(
        worker()
            .queue("mail")
            .concurrency(CONCURRENCY)
            .handle(Divide.class, task -> task.a() / task.b()));
    assertThat(mail.await(SOON).value()).isEqualTo(2);
  }

  @Test
  void what_several_partitions_bring_at_once_is_left_to_another_worker() {
    int tasks = 200;
    Set<Integer> slow = ConcurrentHashMap.newKeySet();
    Set<Integer> fast = ConcurrentHashMap.newKeySet();
    startHanging(worker(spread()).concurrency(1), slow);
    await().atMost(SOON).until(() -> waitingReads() >= PARTITIONS);
    enqueue(tasks); // several reads are answered before the others are ended
    await().atMost(SOON).until(() -> slow.size() == 1);
    startFast(worker(spread()).concurrency(1), fast);
    await().atMost(SOON).until(() -> fast.size() == tasks - 1);
    assertThat(slow).hasSize(1);
  }

  private long waitingReads() {
    RedisClient client = RedisClient.create(redis.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection
          .sync()
          .clientList()
          .lines()
          .filter(line -> line.contains("cmd=xreadgroup") && line.contains("flags=b"))
          .count();
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  private RedisBackend spread() {
    return RedisBackend.connect(
        RedisSettings.of(redis.uri())
            .namespace(namespace)
            .queue("default", QueueSettings.partitions(PARTITIONS)));
  }
}
