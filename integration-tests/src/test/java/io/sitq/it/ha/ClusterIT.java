package io.sitq.it.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.cluster.SlotHash;
import io.sitq.BackendConnectionException;
import io.sitq.ConfigurationException;
import io.sitq.ReplicationShortfallException;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.it.ha.Load.Work;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.SitqCluster;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SlotMove;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three masters with a replica each, and a queue on each of the masters. */
class ClusterIT extends OnCluster {
  private static final Logger log = LoggerFactory.getLogger(ClusterIT.class);

  @Test
  @SuppressWarnings("try") // closed before the keyspace is looked at
  void one_worker_serves_queues_on_all_masters() {
    List<String> queues = queues();
    Map<String, AtomicInteger> executed = new ConcurrentHashMap<>();
    List<Integer> whenFirstWasDrained = new CopyOnWriteArrayList<>();
    queues.forEach(name -> executed.put(name, new AtomicInteger()));
    try (TaskQueue queue = TaskQueue.on(connect());
        Worker worker =
            worker(queues)
                .handle(
                    Work.class,
                    (work, context) -> {
                      if (executed.get(context.queue()).incrementAndGet() == 2000
                          && whenFirstWasDrained.isEmpty()) {
                        executed.values().forEach(count -> whenFirstWasDrained.add(count.get()));
                      }
                      return work.number() + 1;
                    })
                .build()) {
      List<Work> tasks = IntStream.range(0, 2000).mapToObj(Work::new).toList();
      Map<String, List<TaskHandle<Integer>>> sent = new LinkedHashMap<>();
      for (String name : queues) {
        sent.put(name, queue.enqueueAll(tasks, TaskOptions.defaults().queue(name)));
      }
      long begun = System.nanoTime();
      worker.start(); // all three are full
      for (List<TaskHandle<Integer>> handles : sent.values()) {
        for (int i = 0; i < handles.size(); i++) {
          assertThat(handles.get(i).await(SOON).value()).isEqualTo(i + 1);
        }
      }
      log.info(
          "Three queues: {} tasks a second; when the first was drained: {}",
          6000 / ((System.nanoTime() - begun) / 1e9),
          whenFirstWasDrained);
      assertThat(whenFirstWasDrained).as("none waits for another").allMatch(count -> count > 200);
      for (String name : queues) {
        TaskHandle<Integer> later =
            queue.enqueue(
                new Work(7), TaskOptions.defaults().queue(name).delay(Duration.ofMillis(300)));
        assertThat(later.await(SOON).value()).isEqualTo(8);
      }
      try (RedisBackend backend = connect()) {
        assertThat(backend.inspector().queues().toCompletableFuture().join())
            .containsExactlyInAnyOrderElementsOf(queues);
        assertThat(backend.inspector().workers().toCompletableFuture().join()).hasSize(1);
        assertThat(backend.inspector().stats(queues.get(0)).toCompletableFuture().join().counts())
            .containsEntry("work", Map.of("success", 2001L));
      }
      long stopping = System.nanoTime();
      worker.close();
      assertThat(Duration.ofNanos(System.nanoTime() - stopping))
          .as("readers are woken, wherever they read")
          .isLessThan(Duration.ofSeconds(4));
    }
    checkInvariants();
  }

  @Test
  @SuppressWarnings("try") // closed before the keyspace is looked at
  void the_replica_of_a_master_that_was_killed_takes_over_and_the_others_go_on() {
    List<String> queues = queues();
    SitqRedis old = redis.masterOf(keyOf(queues.get(0)));
    List<Load> loads = new ArrayList<>();
    try (TaskQueue queue = TaskQueue.on(connect());
        Worker worker = worker(queues).handle(Work.class, work -> work.number() + 1).build()) {
      worker.start();
      queues.forEach(name -> loads.add(Load.on(queue, n -> TaskOptions.defaults().queue(name))));
      await().atMost(SOON).until(() -> loads.stream().allMatch(load -> load.size() > 200));

      old.kill();
      List<Integer> before = loads.stream().map(Load::size).toList();
      await()
          .atMost(Duration.ofSeconds(5))
          .until(
              () ->
                  loads.get(1).size() > before.get(1) + 200
                      && loads.get(2).size() > before.get(2) + 200);
      redis.awaitMasterAfter(old, keyOf(queues.get(0)));
      long elected = System.nanoTime();
      await().atMost(SOON).until(() -> loads.get(0).size() > before.get(0) + 200);
      Duration followed = Duration.ofNanos(System.nanoTime() - elected);

      loads.forEach(Load::close);
      int lost = loads.stream().mapToInt(load -> load.size() - load.ends(SOON).size()).sum();
      log.info("Failover of one master: {} lost, 200 more {} after the election", lost, followed);
      assertThat(followed).isLessThan(Duration.ofSeconds(10));
      assertThat(lost).isLessThan(200);
      worker.close();
      checkInvariants();
    } finally {
      loads.forEach(Load::close);
      old.restart();
    }
  }

  @Test
  @SuppressWarnings("try") // closed before the keyspace is looked at
  void a_queue_goes_on_when_its_slot_moves_with_all_it_has() throws Exception {
    String name = queues().get(0);
    TaskOptions here = TaskOptions.defaults().queue(name);
    SitqRedis from = redis.masterOf(keyOf(name));
    SitqRedis to = redis.masterOf(keyOf(queues().get(1)));
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (TaskQueue queue = TaskQueue.on(connect());
        Worker busy =
            worker(List.of())
                .queue(name, 1)
                .handle(
                    Work.class,
                    work -> {
                      running.countDown();
                      release.await();
                      return work.number() + 1;
                    })
                .build()) {
      busy.start();
      List<TaskHandle<Integer>> handles = new ArrayList<>();
      handles.add(queue.enqueue(new Work(0), here)); // running
      running.await();
      for (int i = 1; i < 20; i++) {
        handles.add(queue.enqueue(new Work(i), here)); // pending
      }
      for (int i = 20; i < 40; i++) { // scheduled
        handles.add(queue.enqueue(new Work(i), here.delay(Duration.ofSeconds(i < 30 ? 1 : 6))));
      }
      List<CompletableFuture<TaskResult<Integer>>> waiting =
          handles.stream().map(h -> h.awaitAsync(SOON).toCompletableFuture()).toList();

      SlotMove move = redis.beginMove(keyOf(name), to);
      assertThat(move.moveKeys(5)).isEqualTo(5);
      CompletableFuture<TaskHandle<Integer>> meanwhile =
          queue.async().enqueue(new Work(40), here).toCompletableFuture();
      while (move.moveKeys(7) > 0) {
        TimeUnit.MILLISECONDS.sleep(20); // so that clients meet every half-way state
      }
      move.finish();
      release.countDown();

      for (int i = 0; i < waiting.size(); i++) {
        assertThat(waiting.get(i).get(60, TimeUnit.SECONDS).value()).isEqualTo(i + 1);
      }
      assertThat(meanwhile.get(20, TimeUnit.SECONDS).await(SOON).value()).isEqualTo(41);
      assertThat(redis.masterOf(keyOf(name))).isSameAs(to).isNotSameAs(from);
      busy.close();
    }
    checkInvariants();
  }

  @Test
  @SuppressWarnings("try") // closed before the keyspace is looked at
  void a_blocked_reader_follows_its_slot() {
    String name = queues().get(0);
    SitqRedis to = redis.masterOf(keyOf(queues().get(1)));
    try (TaskQueue queue = TaskQueue.on(connect());
        Worker idle = worker(List.of(name)).handle(Work.class, work -> work.number() + 1).build()) {
      idle.start();
      TaskOptions here = TaskOptions.defaults().queue(name);
      assertThat(queue.enqueue(new Work(1), here).await(SOON).value()).isEqualTo(2);

      redis.moveSlot(keyOf(name), to);
      long moved = System.nanoTime();
      assertThat(queue.enqueue(new Work(2), here).await(SOON).value()).isEqualTo(3);
      assertThat(queue.enqueue(new Work(3), here).await(SOON).value()).isEqualTo(4);

      assertThat(Duration.ofNanos(System.nanoTime() - moved)).isLessThan(Duration.ofSeconds(8));
      idle.close();
    }
    checkInvariants();
  }

  @Test
  void an_enqueue_waits_for_the_replica_of_the_master_of_its_queue() {
    try (TaskQueue queue = TaskQueue.on(connect())) {
      for (String name : queues()) {
        TaskOptions here = TaskOptions.defaults().queue(name);
        queue.enqueueAll(
            List.of(new Work(1), new Work(2)), here.replicas(1, Duration.ofSeconds(5)));
        assertThatThrownBy(
                () -> queue.enqueue(new Work(3), here.replicas(2, Duration.ofMillis(300))))
            .asInstanceOf(type(ReplicationShortfallException.class))
            .extracting(ReplicationShortfallException::confirmed)
            .isEqualTo(1);
      }
    }
    InvariantChecker.of(redis.uri(), namespace).check();
  }

  @Test
  void the_keys_of_a_queue_share_a_slot_and_queues_are_spread() {
    Set<Integer> slots = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      slots.add(SlotHash.getSlot(keyOf("q" + i)));
    }
    assertThat(slots).hasSizeGreaterThan(90);
  }

  @Test
  void a_database_number_is_refused() {
    assertThatThrownBy(() -> RedisSettings.of(redis.uri() + "/1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("must not have a database")
        .hasMessageNotContaining("nodes@");
  }

  @Test
  void another_set_up_than_the_uri_says_is_told() {
    assertThatThrownBy(() -> RedisBackend.connect(redis.nodes().get(0).uri()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("redis-cluster://");
    try (SitqRedis single = SitqRedis.builder().localProcess().start()) {
      assertThatThrownBy(
              () -> RedisBackend.connect(single.uri().replace("redis://", "redis-cluster://")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("no node of a cluster");
    }
  }

  @Test
  void slots_that_no_node_serves_are_named() {
    try (SitqCluster partial = SitqCluster.builder().masters(1).replicas(0).slots(16_000).start()) {
      assertThatThrownBy(() -> RedisBackend.connect(partial.uri()))
          .isInstanceOf(BackendConnectionException.class)
          .hasMessageContaining("no node of the cluster serves the slots 16000-16383");
    }
  }

  @Test
  void a_wrong_password_and_no_node_are_told() {
    assertThatThrownBy(() -> RedisBackend.connect(redis.uri().replace("nodes@", "others@")))
        .isInstanceOf(BackendConnectionException.class)
        .hasMessageContaining("refuses the credentials");
    assertThatThrownBy(
            () -> RedisBackend.connect("redis-cluster://:secret@127.0.0.1:1,127.0.0.1:2"))
        .isInstanceOf(BackendConnectionException.class)
        .hasMessageContaining("can't be reached")
        .hasMessageContaining("none of these nodes answers")
        .hasMessageNotContaining("secret");
  }
}
