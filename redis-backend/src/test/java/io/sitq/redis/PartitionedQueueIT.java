package io.sitq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.sitq.TaskFailure;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.Submission;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.invariant.InvariantChecker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a worker reads several partitions, and that nothing of one is taken for another's. */
class PartitionedQueueIT {
  private static final String QUEUE = "spread";
  private static final int PARTITIONS = 4;
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final SitqRedis server = SitqRedis.shared();
  private final String namespace = server.newNamespace();
  private final RedisClient client = RedisClient.create(server.uri());
  private final RedisCommands<String, String> redis = client.connect().sync();
  private final RedisSettings settings =
      RedisSettings.of(server.uri())
          .namespace(namespace)
          .queue(QUEUE, QueueSettings.partitions(PARTITIONS));
  private RedisBackend backend;
  private QueueConsumer worker;

  @BeforeEach
  void connect() {
    backend = RedisBackend.connect(settings);
    worker = backend.consumer(QUEUE, "w-1");
  }

  @AfterEach
  void close() {
    worker.close();
    backend.close();
    for (int i = 0; i < PARTITIONS; i++) {
      redis.del(key(i, "recovery"));
    }
    client.shutdown();
    InvariantChecker.of(server.uri(), namespace).check();
  }

  @Test
  void a_waiting_fetch_ends_at_the_first_task_of_whichever_partition() throws Exception {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      String id = idIn(partition, "wake");
      CompletableFuture<List<Delivery>> fetch =
          CompletableFuture.supplyAsync(() -> worker.fetch(100, Duration.ofSeconds(5)));
      await().until(() -> blockedClients() >= PARTITIONS);
      long askedNanos = System.nanoTime();

      enqueue(id);

      assertThat(fetch.get(4, TimeUnit.SECONDS)).extracting(Delivery::id).containsExactly(id);
      // far less than the 5 s for which the other partitions' reads would block by themselves
      assertThat(Duration.ofNanos(System.nanoTime() - askedNanos))
          .isLessThan(Duration.ofSeconds(2));
      assertThat(blockedClients()).isZero();
    }
  }

  @Test
  void no_task_is_delivered_here_while_nobody_fetches() {
    for (int round = 0; round < 50; round++) {
      CompletableFuture<List<Delivery>> fetch =
          CompletableFuture.supplyAsync(() -> worker.fetch(100, Duration.ofSeconds(5)));
      enqueueAll(round * 10, 10);
      List<Delivery> got = new ArrayList<>(fetch.join());

      assertThat(get(backend.inspector().stats(QUEUE)).running()).isEqualTo(got.size());

      while (got.size() < 10) {
        got.addAll(worker.fetch(100, Duration.ofSeconds(5)));
      }
      got.forEach(this::succeed);
    }
  }

  @Test
  void partitions_are_read_in_turn() {
    enqueueAll(0, 400);

    List<Integer> turns = new ArrayList<>();
    for (int i = 0; i < 2 * PARTITIONS; i++) {
      Set<Integer> partitions =
          worker.fetch(10, Duration.ZERO).stream().map(d -> partition(d.id())).collect(toSet());
      assertThat(partitions).hasSize(1);
      turns.addAll(partitions);
    }

    assertThat(new HashSet<>(turns.subList(0, PARTITIONS))).hasSize(PARTITIONS);
    assertThat(turns.subList(PARTITIONS, 2 * PARTITIONS)).isEqualTo(turns.subList(0, PARTITIONS));
  }

  @Test
  void no_more_tasks_are_taken_than_are_asked_for_if_they_wait_already() {
    enqueueAll(0, 40);

    for (int i = 0; i < 10; i++) {
      assertThat(worker.fetch(1, Duration.ofSeconds(5))).hasSize(1);
    }
    assertThat(get(backend.inspector().stats(QUEUE)).running()).isEqualTo(10);
  }

  @Test
  void leases_are_renewed_and_tasks_recovered_in_all_partitions() {
    enqueueAll(0, 300);
    List<Delivery> all = fetchAll(300);
    assertThat(get(worker.renew(all))).isEmpty();

    int recovered = 0;
    while (recovered < 300) {
      for (int i = 0; i < PARTITIONS; i++) {
        redis.del(key(i, "recovery"));
      }
      recovered += get(backend.recovery().recover(QUEUE, SHORT, 3)).recovered();
    }

    assertThat(get(worker.renew(all))).containsExactlyInAnyOrderElementsOf(all);
    assertThat(get(worker.settle(success(all.get(0))))).isEqualTo(SettleOutcome.LOST);
    assertThat(get(backend.inspector().stats(QUEUE)).pending()).isEqualTo(300);
    fetchAll(300).forEach(this::succeed);
  }

  @Test
  void entries_of_two_partitions_with_the_same_id_are_not_confused() {
    String here = idIn(0, "x");
    String there = idIn(1, "x");
    redis.sadd(namespace + ":queues", QUEUE);
    for (String id : List.of(here, there)) {
      redis.xadd(
          key(partition(id), "ready"),
          new io.lettuce.core.XAddArgs().id("7-7"),
          Map.of("id", id, "task", "t", "envelope", "e"));
      redis.hset(key(partition(id), "task:" + id), "entry", "7-7");
    }
    List<Delivery> both = fetchAll(2);
    assertThat(both).extracting(Delivery::entryId).containsOnly("7-7");
    redis.xack(key(0, "ready"), "workers", "7-7"); // somebody takes one away

    Delivery taken = both.get(both.get(0).id().equals(here) ? 0 : 1);
    Delivery kept = both.get(both.get(0).id().equals(here) ? 1 : 0);

    assertThat(get(worker.renew(both))).containsExactly(taken);
    assertThat(get(backend.recovery().sweep(QUEUE))).isEqualTo(1);
    succeed(kept);
    fetchAll(1).forEach(this::succeed);
  }

  @Test
  void an_entry_in_the_wrong_partition_is_no_task() {
    String id = idIn(2, "x");
    redis.xadd(key(1, "ready"), Map.of("id", id, "task", "t", "envelope", "e"));

    assertThat(worker.fetch(10, SHORT)).isEmpty();

    await().until(() -> redis.xlen(key(1, "ready")) == 0);
    assertThat(get(backend.inspector().stats(QUEUE)).counts())
        .isEqualTo(Map.of("unknown", Map.of("discarded", 1L)));
  }

  @Test
  void dead_letters_of_all_partitions_are_one_list_and_are_trimmed_together() {
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String id = idIn(i % PARTITIONS, "dead" + i);
      enqueue(id);
      Delivery delivery = fetchAll(1).get(0);
      TaskFailure failure = new TaskFailure("no", "E", List.of(), "E: no");
      get(worker.settle(new Settlement.Failure(delivery, facts(), failure, List.of(), LONG)));
      failed.add(0, id);
      long now = serverMillis();
      await().pollInterval(Duration.ofMillis(1)).until(() -> serverMillis() > now);
    }
    assertThat(get(backend.deadLetters().ids(QUEUE, null, null))).isEqualTo(failed);
    assertThat(get(backend.deadLetters().ids(QUEUE, Instant.EPOCH, Instant.ofEpochMilli(1))))
        .isEmpty();
    assertThat(get(backend.deadLetters().requeue(QUEUE, failed.subList(0, 3)))).isEqualTo(3);
    assertThat(get(backend.deadLetters().delete(QUEUE, failed.subList(3, 4)))).isEqualTo(1);

    try (RedisBackend frugal = RedisBackend.connect(settings.deadLetters(4))) {
      assertThat(get(frugal.deadLetters().trim(QUEUE))).isEqualTo(4);
    }

    assertThat(get(backend.deadLetters().ids(QUEUE, null, null))).isEqualTo(failed.subList(4, 8));
    fetchAll(3).forEach(this::succeed);
    redis.zadd(key(partition(failed.get(8)), "dead"), 1, failed.get(8)); // for the checker, the
    failed.subList(9, 12).forEach(id -> redis.zadd(key(partition(id), "dead"), 1, id)); // trimmed
  }

  /** Redis does not count reads that block until they end by themselves. */
  @Test
  void an_idle_worker_sends_nothing_but_one_blocking_read_for_each_partition() {
    assertThat(worker.fetch(10, SHORT)).isEmpty();

    CompletableFuture<List<Delivery>> fetch =
        CompletableFuture.supplyAsync(() -> worker.fetch(10, Duration.ofSeconds(2)));
    await().until(() -> blockedClients() == PARTITIONS);
    long between = commands();

    assertThat(fetch.join()).isEmpty();
    assertThat(commands() - between).isEqualTo(1); // this one
  }

  private long commands() {
    return redis
        .info("stats")
        .lines()
        .filter(line -> line.startsWith("total_commands_processed:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private long blockedClients() {
    return redis
        .info("clients")
        .lines()
        .filter(line -> line.startsWith("blocked_clients:"))
        .mapToLong(line -> Long.parseLong(line.substring(16).strip()))
        .sum();
  }

  private long serverMillis() {
    List<String> time = redis.time();
    return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
  }

  private String key(int partition, String part) {
    return namespace + ":{" + QUEUE + "~" + partition + "/" + PARTITIONS + "}:" + part;
  }

  private static int partition(String id) {
    CRC32 crc = new CRC32();
    crc.update(id.substring(QUEUE.length() + 1).getBytes(UTF_8));
    return (int) (crc.getValue() % PARTITIONS);
  }

  private static String idIn(int partition, String name) {
    for (int i = 0; ; i++) {
      String id = QUEUE + ":" + name + "-" + i;
      if (partition(id) == partition) {
        return id;
      }
    }
  }

  private void enqueue(String id) {
    get(backend.enqueuer().enqueue(new Submission(QUEUE, id, "t", "e".getBytes(UTF_8), 0)));
  }

  private void enqueueAll(int from, int count) {
    List<Submission> tasks = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      tasks.add(new Submission(QUEUE, QUEUE + ":t" + i, "t", "e".getBytes(UTF_8), 0));
    }
    backend.enqueuer().enqueueAll(tasks).forEach(PartitionedQueueIT::get);
  }

  private List<Delivery> fetchAll(int count) {
    List<Delivery> all = new ArrayList<>();
    Set<String> ids = new TreeSet<>();
    await()
        .until(
            () -> {
              all.addAll(worker.fetch(100, Duration.ofMillis(500)));
              all.forEach(delivery -> ids.add(delivery.id()));
              return all.size() >= count;
            });
    assertThat(ids).hasSize(count);
    return all;
  }

  private void succeed(Delivery delivery) {
    assertThat(get(worker.settle(success(delivery)))).isEqualTo(SettleOutcome.SETTLED);
  }

  private static Settlement success(Delivery delivery) {
    return new Settlement.Success(delivery, facts(), null, LONG);
  }

  private static AttemptFacts facts() {
    return new AttemptFacts("t", 1, 0, "w-1", 1, 2, 3);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
