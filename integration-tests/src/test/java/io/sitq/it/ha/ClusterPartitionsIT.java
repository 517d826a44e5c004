package io.sitq.it.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.CancelOutcome;
import io.sitq.DeadLetterFilter;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskStatus;
import io.sitq.it.ha.Load.Work;
import io.sitq.redis.QueueSettings;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.spi.QueueStats;
import io.sitq.testkit.SitqRedis;
import io.sitq.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue that is spread over six partitions, on three masters. */
class ClusterPartitionsIT extends OnCluster {
  private static final Logger log = LoggerFactory.getLogger(ClusterPartitionsIT.class);
  private static final int PARTITIONS = 6;

  private final String name = spreadQueue();
  private final TaskOptions here = TaskOptions.defaults().queue(name);

  @Override
  RedisSettings settings() {
    return super.settings().queue(name, QueueSettings.partitions(PARTITIONS));
  }

  private String tag(String queue, int partition) {
    return queue + "~" + partition + "/" + PARTITIONS;
  }

  /** One that has partitions on each master. */
  private String spreadQueue() {
    for (int i = 0; ; i++) {
      String queue = "spread" + i;
      Set<SitqRedis> masters = new HashSet<>();
      IntStream.range(0, PARTITIONS)
          .forEach(p -> masters.add(redis.masterOf(keyOf(tag(queue, p)))));
      if (masters.size() == 3) {
        return queue;
      }
    }
  }

  private static QueueStats stats(RedisBackend backend, String queue) {
    return backend.inspector().stats(queue).toCompletableFuture().join();
  }

  @Test
  @SuppressWarnings("try") // closed before the keyspace is looked at
  void ids_results_statistics_dead_letters_and_cancels_are_those_of_one_queue() {
    // knows nothing of partitions but what is recorded
    try (RedisBackend backend = RedisBackend.connect(super.settings());
        TaskQueue queue = TaskQueue.on(connect());
        TaskQueue another = TaskQueue.builder(backend).keepBackendOpen().build()) {
      List<TaskHandle<Integer>> handles =
          new ArrayList<>(
              queue.enqueueAll(IntStream.range(0, 300).mapToObj(Work::new).toList(), here));
      handles.addAll(
          another.enqueueAll(IntStream.range(300, 600).mapToObj(Work::new).toList(), here));
      List<TaskHandle<Integer>> bad =
          queue.enqueueAll(IntStream.rangeClosed(1, 30).mapToObj(n -> new Work(-n)).toList(), here);
      List<TaskHandle<Integer>> unwanted =
          queue.enqueueAll(
              IntStream.range(0, 30).mapToObj(Work::new).toList(), here.delay(Duration.ofHours(1)));
      QueueStats before = stats(backend, name);
      assertThat(before.pending()).isEqualTo(630);
      assertThat(before.scheduled()).isEqualTo(30);
      assertThat(another.enqueue(new Work(0), here.id("same")).id()).isEqualTo(name + ":same");
      assertThat(queue.enqueue(new Work(0), here.id("same")).id()).isEqualTo(name + ":same");
      assertThat(stats(backend, name).pending()).isEqualTo(631);

      for (TaskHandle<Integer> task : unwanted) {
        assertThat(another.cancel(task.id())).isEqualTo(CancelOutcome.CANCELLED);
      }
      try (Worker worker =
          worker(List.of(name))
              .handle(
                  Work.class,
                  work -> {
                    if (work.number() < 0) {
                      throw new IllegalStateException("bad");
                    }
                    return work.number() + 1;
                  })
              .build()) {
        worker.start();
        for (int i = 0; i < handles.size(); i++) {
          assertThat(handles.get(i).await(SOON).value()).isEqualTo(i + 1);
        }
        for (TaskHandle<Integer> task : bad) {
          assertThat(task.await(SOON).status()).isEqualTo(TaskStatus.FAILED);
        }
        assertThat(unwanted).allMatch(t -> t.await(SOON).status() == TaskStatus.CANCELLED);
        await().atMost(SOON).until(() -> stats(backend, name).pending() == 0);
      }
      assertThat(another.getResult(name + ":same", Work.class).orElseThrow().value()).isEqualTo(1);
      assertThat(stats(backend, name).counts())
          .containsEntry("work", Map.of("success", 601L, "failed", 30L, "cancelled", 30L));
      assertThat(stats(backend, name).dead()).isEqualTo(30);
      assertThat(another.deadLetters().list(DeadLetterFilter.all().queue(name))).hasSize(30);
      assertThat(backend.inspector().queues().toCompletableFuture().join()).containsExactly(name);
    }
    checkInvariants();
  }

  @Test
  @SuppressWarnings("try") // closed before the keyspace is looked at
  void it_goes_on_when_one_of_its_masters_fails_over() {
    SitqRedis old = redis.masterOf(keyOf(tag(name, 0)));
    try (TaskQueue queue = TaskQueue.on(connect());
        Worker worker =
            worker(List.of(name)).handle(Work.class, work -> work.number() + 1).build();
        Load load = Load.on(queue, number -> here)) {
      worker.start();
      await().atMost(SOON).until(() -> load.size() > 300);

      old.kill();
      redis.awaitMasterAfter(old, keyOf(tag(name, 0)));
      int before = load.size();
      await().atMost(SOON).until(() -> load.size() > before + 300);

      load.close();
      int lost = load.size() - load.ends(SOON).size();
      log.info("Failover of a master of two partitions: {} of {} lost", lost, load.size());
      assertThat(lost).isLessThan(300);
      worker.close();
      checkInvariants();
    } finally {
      old.restart();
    }
  }
}
