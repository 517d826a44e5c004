package io.sitq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.sitq.BackendConnectionException;
import io.sitq.CancelOutcome;
import io.sitq.ConfigurationException;
import io.sitq.TaskFailure;
import io.sitq.TaskStatus;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.Delivery;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.QueueStats;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.StoredTask;
import io.sitq.spi.Submission;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.invariant.InvariantChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who says how a queue is spread, who follows, and what happens when they disagree. */
class PartitionChangeIT {
  private static final String QUEUE = "mail";
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofSeconds(5);

  private final SitqRedis server = SitqRedis.shared();
  private final String namespace = server.newNamespace();
  private final RedisClient client = RedisClient.create(server.uri());
  private final RedisCommands<String, String> redis = client.connect().sync();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final RedisBackend plain = connect(settings());

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    client.shutdown();
    InvariantChecker.of(server.uri(), namespace).counted().check();
  }

  @Test
  void a_number_that_one_client_wants_is_recorded_and_all_others_follow() {
    assertThat(enqueue(wanting(8), "order-17")).isEqualTo(EnqueueOutcome.ACCEPTED);

    assertThat(redis.hget(namespace + ":partitions", QUEUE)).isEqualTo("8");
    assertThat(redis.exists(namespace + ":{mail~4/8}:task:mail:order-17")).isEqualTo(1);
    assertThat(enqueue(plain, "order-17")).isEqualTo(EnqueueOutcome.DUPLICATE);
    assertThat(read(plain, "order-17").orElseThrow().status()).isEqualTo(TaskStatus.PENDING);
    assertThat(stats(plain).pending()).isEqualTo(1);
    finish(consumer(plain));
    assertThat(read(plain, "order-17").orElseThrow().status()).isEqualTo(TaskStatus.SUCCESS);
  }

  @Test
  void one_partition_is_what_there_was_before() {
    assertThat(enqueue(wanting(1), "a")).isEqualTo(EnqueueOutcome.ACCEPTED);
    assertThat(enqueue(plain, "b")).isEqualTo(EnqueueOutcome.ACCEPTED);

    assertThat(redis.exists(namespace + ":partitions")).isZero();
    assertThat(redis.xlen(namespace + ":{mail}:ready")).isEqualTo(2);
  }

  @Test
  void a_queue_with_tasks_can_not_be_spread_and_loses_nothing() {
    QueueConsumer worker = consumer(plain);
    enqueue(plain, "running");
    assertThat(fetch(worker)).hasSize(1);
    enqueue(plain, "pending");
    get(plain.enqueuer().enqueue(submission("later", 60_000)));

    assertThatThrownBy(() -> enqueue(wanting(4), "other"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "partitions of queue mail are 1 in Redis and can be raised when the queue is drained; it has 1"
                + " pending, 1 running and 1 scheduled tasks and 0 dead letters"
                + " (docs/running-redis.md, Partitions, says how), got 4");
    assertThatThrownBy(() -> consumer(wanting(4))).isInstanceOf(ConfigurationException.class);

    assertThat(redis.exists(namespace + ":partitions")).isZero();
    assertThat(fetch(worker)).extracting(Delivery::id).containsExactly("mail:pending");
    assertThat(enqueue(plain, "another")).isEqualTo(EnqueueOutcome.ACCEPTED);
  }

  @Test
  void a_queue_with_dead_letters_can_not_be_spread() {
    QueueConsumer worker = consumer(plain);
    enqueue(plain, "a");
    Delivery delivery = fetch(worker).get(0);
    TaskFailure failure = new TaskFailure("no", "E", List.of(), "E: no");
    get(worker.settle(new Settlement.Failure(delivery, facts(), failure, List.of(), TTL)));

    assertThatThrownBy(() -> enqueue(wanting(4), "b"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("1 dead letters");

    assertThat(get(plain.deadLetters().requeue(QUEUE, List.of("mail:a")))).isEqualTo(1);
    finish(worker);
    redis.hdel(namespace + ":{mail}:counts", "t:failed"); // it was requeued
    assertThat(enqueue(wanting(4), "b")).isEqualTo(EnqueueOutcome.ACCEPTED);
  }

  @Test
  void fewer_partitions_are_refused() {
    enqueue(wanting(4), "a");

    assertThatThrownBy(() -> enqueue(wanting(2), "b"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "partitions of queue mail are 4 in Redis and can only be raised: say so, or nothing at all,"
                + " got 2");
  }

  @Test
  void results_are_kept_and_ids_known_when_a_drained_queue_is_spread() {
    QueueConsumer worker = consumer(plain);
    enqueue(plain, "a");
    finish(worker);
    RedisBackend spread = wanting(2);
    assertThat(enqueue(spread, "b")).isEqualTo(EnqueueOutcome.ACCEPTED);
    finish(consumer(spread));
    RedisBackend spreadAgain = wanting(5);

    for (String known : List.of("a", "b")) {
      assertThat(enqueue(spreadAgain, known)).isEqualTo(EnqueueOutcome.DUPLICATE);
      assertThat(get(spreadAgain.enqueuer().enqueue(submission(known, 60_000))))
          .isEqualTo(EnqueueOutcome.DUPLICATE);
      for (RedisBackend backend : List.of(plain, spread, spreadAgain, connect(settings()))) {
        assertThat(read(backend, known).orElseThrow().status()).isEqualTo(TaskStatus.SUCCESS);
        assertThat(get(backend.results().awaitEnd("mail:" + known, SOON))).isPresent();
        assertThat(get(backend.cancellations().cancel("mail:" + known)))
            .isEqualTo(CancelOutcome.ENDED);
      }
    }
    List<CompletionStage<EnqueueOutcome>> mixed =
        spreadAgain
            .enqueuer()
            .enqueueAll(List.of(submission("c", 0), submission("a", 0), submission("d", 0)));
    assertThat(mixed.stream().map(PartitionChangeIT::get))
        .containsExactly(
            EnqueueOutcome.ACCEPTED, EnqueueOutcome.DUPLICATE, EnqueueOutcome.ACCEPTED);
    assertThat(redis.hget(namespace + ":partitions", QUEUE)).matches("5 2@\\d+ 1@\\d+");
    assertThat(stats(plain).counts()).isEqualTo(Map.of("t", Map.of("success", 2L)));
    assertThat(stats(plain).pending()).isEqualTo(2);
  }

  @Test
  void clients_that_have_not_heard_of_the_change_go_where_the_tasks_are() throws Exception {
    QueueConsumer worker = consumer(plain);
    RedisBackend waiter = connect(settings());
    enqueue(plain, "a");
    finish(worker);
    assertThat(read(waiter, "a")).isPresent();
    CompletableFuture<List<Delivery>> fetch = CompletableFuture.supplyAsync(() -> fetch(worker));

    assertThat(enqueue(wanting(3), "b")).isEqualTo(EnqueueOutcome.ACCEPTED);

    assertThat(fetch.get(20, TimeUnit.SECONDS)).extracting(Delivery::id).containsExactly("mail:b");
    assertThat(read(waiter, "b").orElseThrow().status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(enqueue(plain, "c")).isEqualTo(EnqueueOutcome.ACCEPTED);
    assertThat(get(plain.enqueuer().enqueue(submission("later", 60_000))))
        .isEqualTo(EnqueueOutcome.ACCEPTED);
    CompletableFuture<Optional<StoredTask>> end =
        waiter.results().awaitEnd("mail:c", Duration.ofSeconds(20)).toCompletableFuture();
    finish(worker);
    assertThat(get(end).orElseThrow().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(get(waiter.cancellations().cancel("mail:later"))).isEqualTo(CancelOutcome.CANCELLED);
    assertThat(get(waiter.delayedTasks().promoteDue(QUEUE)).nextDue()).isEmpty();
    assertThat(get(waiter.recovery().recover(QUEUE, TTL, 3)).recovered()).isZero();
  }

  @Test
  void no_task_is_lost_or_doubled_while_producers_and_a_worker_go_on() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicBoolean allSent = new AtomicBoolean();
    Set<String> accepted = ConcurrentHashMap.newKeySet();
    Set<String> run = ConcurrentHashMap.newKeySet();
    AtomicInteger doubled = new AtomicInteger();
    QueueConsumer worker = consumer(plain);
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(
            () -> {
              while (!allSent.get() || !run.containsAll(accepted)) {
                for (Delivery task : fetchPatiently(worker)) {
                  if (!run.add(task.id())) {
                    doubled.incrementAndGet();
                  }
                  succeed(worker, task);
                }
              }
            });
    List<CompletableFuture<Void>> producers = new ArrayList<>();
    for (int producer = 0; producer < 2; producer++) {
      RedisBackend backend = connect(settings());
      producers.add(
          CompletableFuture.runAsync(
              () -> { // both send the same ids
                for (int i = 0; !over.get(); i++) {
                  enqueue(backend, "t" + i);
                  accepted.add("mail:t" + i);
                  get(backend.results().awaitEnd("mail:t" + i, SOON));
                }
              }));
    }

    for (int number : new int[] {2, 3, 8}) {
      RedisBackend spreading = wanting(number);
      int now = accepted.size();
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> accepted.size() > now + 100);
      // a moment in which neither producer has a task there
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(1))
          .ignoreExceptionsInstanceOf(ConfigurationException.class) // there are tasks
          .until(() -> enqueue(spreading, "of" + number), EnqueueOutcome.ACCEPTED::equals);
      accepted.add("mail:of" + number);
    }
    over.set(true);
    CompletableFuture.allOf(producers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    allSent.set(true);
    running.get(60, TimeUnit.SECONDS);

    assertThat(doubled).hasValue(0);
    assertThat(run).isEqualTo(accepted);
    assertThat(redis.hget(namespace + ":partitions", QUEUE)).startsWith("8 3@");
    worker.close();
    InvariantChecker.of(server.uri(), namespace).drained().ended(accepted).check();
  }

  /** As a worker's loop does, which tries on whatever happens. */
  private static List<Delivery> fetchPatiently(QueueConsumer worker) {
    try {
      return worker.fetch(10, Duration.ofMillis(100));
    } catch (BackendConnectionException e) {
      return List.of(); // the queue is being spread right now
    }
  }

  @Test
  void clients_that_spread_a_queue_at_once_agree() {
    List<RedisBackend> clients = List.of(wanting(3), wanting(3), wanting(3), wanting(3));

    List<CompletionStage<EnqueueOutcome>> sent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      sent.add(clients.get(i % 4).enqueuer().enqueue(submission("t" + i, 0)));
    }

    assertThat(sent.stream().map(PartitionChangeIT::get)).containsOnly(EnqueueOutcome.ACCEPTED);
    assertThat(redis.hget(namespace + ":partitions", QUEUE)).isEqualTo("3");
    assertThat(stats(plain).pending()).isEqualTo(40);
  }

  @Test
  void an_enqueue_waits_for_a_change_that_is_under_way_and_goes_on_if_it_is_given_up() {
    enqueue(plain, "a");
    finish(consumer(plain));
    sealFor(Duration.ofMillis(700));

    assertThat(enqueue(plain, "b")).isEqualTo(EnqueueOutcome.ACCEPTED);

    assertThat(redis.xlen(namespace + ":{mail}:ready")).isEqualTo(1);
  }

  @Test
  void an_enqueue_that_may_not_wait_says_that_a_change_is_under_way() {
    RedisBackend hasty = connect(settings().retryTimeout(Duration.ZERO));
    enqueue(hasty, "a");
    finish(consumer(hasty));
    sealFor(Duration.ofMinutes(1));

    assertThatThrownBy(() -> enqueue(hasty, "b"))
        .isInstanceOf(BackendConnectionException.class)
        .hasMessageContaining("queue mail is being spread over more partitions right now");
    assertThatThrownBy(() -> enqueue(connect(settings(6).retryTimeout(Duration.ZERO)), "c"))
        .isInstanceOf(BackendConnectionException.class)
        .hasMessageContaining("queue mail is being spread over more partitions right now");
  }

  @Test
  void a_worker_records_the_number_again_when_redis_has_come_back_empty() {
    QueueConsumer worker = consumer(wanting(4));
    enqueue(plain, "lost");
    redis.keys(namespace + ":*").forEach(redis::del);

    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> {
              assertThat(worker.fetch(10, Duration.ofMillis(100))).isEmpty();
              return "4".equals(redis.hget(namespace + ":partitions", QUEUE));
            });

    assertThat(enqueue(connect(settings()), "a")).isEqualTo(EnqueueOutcome.ACCEPTED);
    assertThat(enqueue(plain, "b")).isEqualTo(EnqueueOutcome.ACCEPTED);
    await()
        .until(
            () -> {
              worker.fetch(10, Duration.ofMillis(100)).forEach(task -> succeed(worker, task));
              return stats(plain).counts().equals(Map.of("t", Map.of("success", 2L)));
            });
  }

  @Test
  void settings_that_can_not_be_are_refused_at_once() {
    for (int number : new int[] {-1, 0, 65}) {
      assertThatThrownBy(() -> QueueSettings.partitions(number))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("partitions must be from 1 to 64, got " + number);
    }
    assertThatThrownBy(() -> settings().queue("no queue", QueueSettings.partitions(2)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("queue must be [A-Za-z0-9._-], 1 to 128 characters");
  }

  /** As one leaves it who dies after sealing. */
  private void sealFor(Duration time) {
    redis.del(namespace + ":{mail}:ready", namespace + ":{mail}:recovery");
    SetArgs args = SetArgs.Builder.px(time.toMillis());
    redis.set(namespace + ":{mail}:ready", "sitq:sealed:x", args);
    redis.set(namespace + ":{mail}:scheduled", "sitq:sealed:x", args);
  }

  private RedisSettings settings() {
    return RedisSettings.of(server.uri()).namespace(namespace);
  }

  private RedisSettings settings(int partitions) {
    return settings().queue(QUEUE, QueueSettings.partitions(partitions));
  }

  private RedisBackend wanting(int partitions) {
    return connect(settings(partitions));
  }

  private RedisBackend connect(RedisSettings settings) {
    RedisBackend backend = RedisBackend.connect(settings);
    open.add(backend);
    return backend;
  }

  private QueueConsumer consumer(RedisBackend backend) {
    QueueConsumer consumer = backend.consumer(QUEUE, "w-" + open.size());
    open.add(consumer);
    return consumer;
  }

  private static Submission submission(String localId, long delayMillis) {
    return new Submission(QUEUE, "mail:" + localId, "t", "e".getBytes(UTF_8), delayMillis);
  }

  private static EnqueueOutcome enqueue(RedisBackend backend, String localId) {
    return get(backend.enqueuer().enqueue(submission(localId, 0)));
  }

  private static List<Delivery> fetch(QueueConsumer worker) {
    return await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> worker.fetch(10, SOON), l -> !l.isEmpty());
  }

  /** Runs what there is. */
  private static void finish(QueueConsumer worker) {
    fetch(worker).forEach(delivery -> succeed(worker, delivery));
  }

  private static void succeed(QueueConsumer worker, Delivery delivery) {
    assertThat(get(worker.settle(new Settlement.Success(delivery, facts(), null, TTL))))
        .isEqualTo(SettleOutcome.SETTLED);
  }

  private static AttemptFacts facts() {
    return new AttemptFacts("t", 1, 0, "w", 1, 2, 3);
  }

  private static Optional<StoredTask> read(RedisBackend backend, String localId) {
    return get(backend.results().read("mail:" + localId));
  }

  private static QueueStats stats(RedisBackend backend) {
    return get(backend.inspector().stats(QUEUE));
  }

  private static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
