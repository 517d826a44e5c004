package io.sitq.it.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sitq.BackendConnectionException;
import io.sitq.ReplicationShortfallException;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import io.sitq.it.ha.Load.Work;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.spi.QueueStats;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqSentinel;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A master and a replica with passwords, three Sentinels with another one. */
class SentinelIT {
  private static final Logger log = LoggerFactory.getLogger(SentinelIT.class);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final TaskOptions CONFIRMED =
      TaskOptions.defaults().replicas(1, Duration.ofSeconds(2));

  @AutoClose
  static final SitqSentinel redis =
      SitqSentinel.builder().password("of data/servers").sentinelPassword("of+Sentinels").start();

  private final String namespace = redis.newNamespace();

  @BeforeEach
  void replicasAreInStep() {
    redis.awaitReplicas();
  }

  private RedisBackend connect() {
    return connect(redis.uri());
  }

  private RedisBackend connect(String uri) {
    return RedisBackend.connect(RedisSettings.of(uri).namespace(namespace));
  }

  private Worker worker() {
    return worker(redis.uri());
  }

  private Worker worker(String uri) {
    return Worker.on(connect(uri))
        .concurrency(16)
        .lease(Duration.ofSeconds(3)) // an end that the failover has undone comes after it
        .handle(Work.class, work -> work.number() + 1)
        .build();
  }

  /**
   * Waits until nothing is left on the new master. A client that has not heard of it yet goes on at
   * the old one for up to two seconds, where what it does is lost.
   */
  private void awaitDrained() {
    try (RedisBackend backend = connect()) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                QueueStats now = backend.inspector().stats("default").toCompletableFuture().join();
                assertThat(now.pending() + now.running() + now.scheduled()).isZero();
              });
    }
  }

  @Test
  @SuppressWarnings("try") // closed before the keyspace is looked at
  void producers_and_workers_follow_the_new_master_of_one_that_was_killed() {
    SitqRedis old = redis.master();
    AtomicBoolean hasReplica = new AtomicBoolean(true);
    Set<Integer> confirmed = ConcurrentHashMap.newKeySet();
    try (TaskQueue queue = TaskQueue.on(connect());
        Worker worker = worker();
        Load load =
            Load.on(
                queue,
                number ->
                    hasReplica.get() && number % 2 == 0 && confirmed.add(number)
                        ? CONFIRMED
                        : TaskOptions.defaults())) {
      worker.start();
      await().atMost(SOON).until(() -> load.size() > 500);

      old.kill();
      redis.awaitMasterAfter(old);
      long elected = System.nanoTime();
      hasReplica.set(false);
      int before = load.size();

      await().atMost(SOON).until(() -> load.size() > before + 500);
      Duration followed = Duration.ofNanos(System.nanoTime() - elected);
      load.close();
      Map<Integer, TaskResult<Integer>> ends = load.ends(SOON);
      awaitDrained();
      worker.close();

      List<String> lost = load.lost(ends);
      log.info(
          "Failover: {} acknowledged, {} refused meanwhile, 500 more {} after the election; {} lost: {}",
          load.size(),
          load.refused(),
          followed,
          lost.size(),
          lost);
      assertThat(followed).isLessThan(Duration.ofSeconds(10));
      // one producer that waits for each answer: what is on the way to the replica is not much
      assertThat(lost).hasSizeLessThan(500);
      assertThat(load.acknowledged().keySet())
          .as("what the replica has confirmed survives")
          .allMatch(number -> !confirmed.contains(number) || ends.containsKey(number));
      InvariantChecker.of(redis.uri(), namespace).drained().counted().check();
    } finally {
      old.restart();
    }
  }

  @Test
  @SuppressWarnings("try") // closed before the keyspace is looked at
  void a_master_that_is_frozen_is_left_for_the_new_one() throws Exception {
    SitqRedis old = redis.master();
    try (TaskQueue queue = TaskQueue.on(connect());
        Worker worker = worker();
        Load load = Load.on(queue, number -> TaskOptions.defaults())) {
      worker.start();
      await().atMost(SOON).until(() -> load.size() > 200);

      signal("STOP", old);
      try {
        redis.awaitMasterAfter(old);
        int before = load.size();
        await().atMost(Duration.ofSeconds(10)).until(() -> load.size() > before + 200);
        assertThat(queue.enqueue(new Work(-1)).await(Duration.ofSeconds(10)).value()).isZero();
      } finally {
        signal("CONT", old);
      }
      load.close();
      awaitDrained();
      var unused = load.ends(SOON);
      worker.close();
      InvariantChecker.of(redis.uri(), namespace).drained().counted().check();
    }
  }

  /** The Sentinel that this set-up itself asks is the last one. */
  private static String uriWithSentinelsReversed() {
    String first = "127.0.0.1:" + URI.create(redis.sentinels().get(0).uri()).getPort();
    String last = "127.0.0.1:" + URI.create(redis.sentinels().get(2).uri()).getPort();
    return redis.uri().replace(first, "first").replace(last, first).replace("first", last);
  }

  @Test
  @SuppressWarnings("try") // closed before the keyspace is looked at
  void a_sentinel_that_hangs_holds_nobody_up_though_it_is_named_first() throws Exception {
    String uri = uriWithSentinelsReversed();
    SitqRedis hanging = redis.sentinels().get(2);
    SitqRedis old = redis.master();
    try (TaskQueue queue = TaskQueue.on(connect(uri));
        Worker worker = worker(uri);
        Load load = Load.on(queue, number -> TaskOptions.defaults())) {
      worker.start();
      await().atMost(SOON).until(() -> load.size() > 200);

      signal("STOP", hanging);
      try {
        old.kill();
        redis.awaitMasterAfter(old);
        long elected = System.nanoTime();
        int before = load.size();
        await().atMost(Duration.ofSeconds(10)).until(() -> load.size() > before + 200);
        assertThat(queue.enqueue(new Work(-1)).await(SOON).value()).isZero();
        log.info(
            "Failover beside a Sentinel that hangs: followed in {}",
            Duration.ofNanos(System.nanoTime() - elected));

        long connecting = System.nanoTime();
        connect(uri).close();
        assertThat(Duration.ofNanos(System.nanoTime() - connecting))
            .isLessThan(Duration.ofSeconds(3));
      } finally {
        signal("CONT", hanging);
      }
      load.close();
      awaitDrained();
      var unused = load.ends(SOON);
      worker.close();
      InvariantChecker.of(redis.uri(), namespace).drained().counted().check();
    } finally {
      old.restart();
    }
  }

  @Test
  void a_failover_loses_what_the_replica_had_not_heard_of_and_nothing_else() throws Exception {
    SitqRedis old = redis.master();
    SitqRedis replica =
        redis.servers().stream().filter(server -> server != old).findFirst().orElseThrow();
    Map<Integer, Integer> executions = new ConcurrentHashMap<>();
    List<String> ended;
    List<String> undone;
    List<String> gone;
    try (TaskQueue queue = TaskQueue.on(connect())) {
      ended = enqueue(queue, 0, 20);
      try (Worker first = counting(executions)) {
        first.start();
        awaitStatus(queue, ended, TaskStatus.SUCCESS);
      }
      undone = enqueue(queue, 20, 40);
      redis.awaitReplicas();

      signal("STOP", replica);
      try {
        forgetReplicas(old); // else what is on its way would still reach it
        gone = enqueue(queue, 40, 60);
        try (Worker second = counting(executions)) {
          second.start();
          awaitStatus(queue, undone, TaskStatus.SUCCESS);
          awaitStatus(queue, gone, TaskStatus.SUCCESS);
        }
      } finally {
        old.kill();
        signal("CONT", replica);
      }
      redis.awaitMasterAfter(old);
    }
    try (TaskQueue queue = TaskQueue.on(connect())) {
      awaitStatus(queue, ended, TaskStatus.SUCCESS);
      awaitStatus(queue, undone, TaskStatus.PENDING);
      assertThat(gone).allMatch(id -> queue.getResult(id).isEmpty());

      try (Worker third = counting(executions)) {
        third.start();
        awaitStatus(queue, undone, TaskStatus.SUCCESS);
      }
      assertThat(executions)
          .as("what was undone runs once more, and nothing else")
          .hasSize(60)
          .allSatisfy(
              (number, times) -> assertThat(times).isEqualTo(number >= 20 && number < 40 ? 2 : 1));
      InvariantChecker.of(redis.uri(), namespace).drained().counted().check();
    } finally {
      old.restart();
    }
  }

  @Test
  @SuppressWarnings("try") // closed before the keyspace is looked at
  void a_master_that_becomes_a_replica_in_order_is_left_too() {
    try (TaskQueue queue = TaskQueue.on(connect());
        Worker worker = worker();
        Load load = Load.on(queue, number -> TaskOptions.defaults())) {
      worker.start();
      await().atMost(SOON).until(() -> load.size() > 200);

      redis.failOver();
      int before = load.size();

      await().atMost(SOON).until(() -> load.size() > before + 200);
      load.close();
      awaitDrained();
      List<String> lost = load.lost(load.ends(SOON));
      log.info("Failover in order: {} acknowledged, {} lost: {}", load.size(), lost.size(), lost);
      worker.close();
      InvariantChecker.of(redis.uri(), namespace).drained().counted().check();
    }
  }

  @Test
  void too_few_replicas_are_told() {
    try (TaskQueue queue = TaskQueue.on(connect())) {
      queue.enqueue(new Work(1), CONFIRMED);
      assertThatThrownBy(
              () ->
                  queue.enqueue(
                      new Work(2), TaskOptions.defaults().replicas(2, Duration.ofMillis(300))))
          .isInstanceOf(ReplicationShortfallException.class)
          .hasMessageContaining("1 of 2 replicas");
    }
  }

  @Test
  void a_name_that_no_sentinel_knows_is_refused_with_those_they_know() {
    String uri = redis.uri().replace("#" + SitqSentinel.MASTER, "#nobody");
    assertThatThrownBy(() -> RedisBackend.connect(uri))
        .isInstanceOf(BackendConnectionException.class)
        .hasMessageContaining("no master 'nobody'")
        .hasMessageContaining(SitqSentinel.MASTER)
        .hasMessageNotContaining("of+");
  }

  @Test
  void sentinels_that_do_not_answer_are_named() {
    assertThatThrownBy(
            () -> RedisBackend.connect("redis-sentinel://:secret@127.0.0.1:1,127.0.0.1:2#m"))
        .isInstanceOf(BackendConnectionException.class)
        .hasMessageContaining("none of the Sentinels can be reached: 127.0.0.1:1, 127.0.0.1:2")
        .hasMessageNotContaining("secret");
  }

  @Test
  void a_wrong_password_is_told_whether_of_the_servers_or_of_the_sentinels() {
    List<String> wrong =
        List.of(
            redis.uri().replace("servers@", "others@"),
            redis.uri().replace("%2BSentinels", "%2BOthers"),
            redis.uri().replaceFirst("\\?sentinelPassword=[^#]*", ""));
    assertThat(wrong).allMatch(uri -> !uri.equals(redis.uri()));
    for (String uri : wrong) {
      assertThatThrownBy(() -> RedisBackend.connect(uri))
          .as(uri)
          .isInstanceOf(BackendConnectionException.class)
          .hasMessageContaining("refuses the credentials");
    }
  }

  @Test
  void a_sentinel_is_no_server_for_tasks() {
    String uri = redis.sentinels().get(0).uri();
    assertThatThrownBy(() -> RedisBackend.connect(uri)).hasMessageContaining("redis-sentinel://");
  }

  private Worker counting(Map<Integer, Integer> executions) {
    return Worker.on(connect())
        .handle(Work.class, work -> executions.merge(work.number(), 1, Integer::sum))
        .build();
  }

  private static List<String> enqueue(TaskQueue queue, int from, int to) {
    return queue.enqueueAll(IntStream.range(from, to).mapToObj(Work::new).toList()).stream()
        .map(TaskHandle::id)
        .toList();
  }

  private static void awaitStatus(TaskQueue queue, List<String> ids, TaskStatus status) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(ids)
                    .allSatisfy(
                        id ->
                            assertThat(queue.getResult(id).map(TaskResult::status))
                                .contains(status)));
  }

  /** Ends the connections of a master's replicas. */
  private static void forgetReplicas(SitqRedis master) {
    RedisClient client = RedisClient.create(master.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      assertThat(connection.sync().clientKill(KillArgs.Builder.typeSlave())).isPositive();
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  private static void signal(String signal, SitqRedis server)
      throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(server.pid())).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }
}
