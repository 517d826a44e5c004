package io.sitq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.sitq.CancelOutcome;
import io.sitq.TaskStatus;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.Recovery;
import io.sitq.spi.Recovery.Pass;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.StartOutcome;
import io.sitq.spi.StoredTask;
import io.sitq.spi.Submission;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.invariant.InvariantChecker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds a task to one worker, and what brings it back when that worker is gone. */
class LeasesIT {
  private static final String QUEUE = "leases";
  private static final String ID = QUEUE + ":a";
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int CRASH_LIMIT = 3;

  private final SitqRedis server = SitqRedis.shared();
  private final String namespace = server.newNamespace();
  private final String prefix = namespace + ":{" + QUEUE + "}:";
  private final RedisClient client = RedisClient.create(server.uri());
  private final StatefulRedisConnection<String, String> connection = client.connect();
  private final RedisCommands<String, String> redis = connection.sync();
  private RedisBackend backend;
  private QueueConsumer first;
  private QueueConsumer second;

  @BeforeEach
  void open() {
    backend = RedisBackend.connect(RedisSettings.of(server.uri()).namespace(namespace));
    first = backend.consumer(QUEUE, "worker-1");
    second = backend.consumer(QUEUE, "worker-2");
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
    backend.close();
    redis.del(prefix + "recovery");
    connection.close();
    client.shutdown();
    InvariantChecker.of(server.uri(), namespace).check();
  }

  @Test
  void a_lease_that_is_renewed_is_not_taken() {
    enqueue();
    Delivery delivery = fetch(first);
    awaitIdle(delivery, SHORT.toMillis());

    assertThat(get(first.renew(List.of(delivery)))).isEmpty();

    assertThat(get(backend.recovery().recover(QUEUE, LONG, CRASH_LIMIT)).recovered()).isZero();
    assertThat(idle(delivery)).isLessThan(SHORT.toMillis() * 20);
  }

  @Test
  void a_lease_that_has_expired_is_taken_and_its_late_settle_refused() {
    enqueue();
    Delivery late = fetch(first);

    assertThat(recover().recovered()).isEqualTo(1);

    assertThat(get(first.renew(List.of(late)))).containsExactly(late);
    assertThat(get(first.settle(success(late, "worker-1")))).isEqualTo(SettleOutcome.LOST);
    Delivery again = fetch(second);
    assertThat(again.crashes()).isEqualTo(1);
    assertThat(again.attempt()).isEqualTo(1);
    assertThat(get(second.settle(success(again, "worker-2")))).isEqualTo(SettleOutcome.SETTLED);
    assertThat(read().worker()).isEqualTo("worker-2");
  }

  @Test
  void a_task_beside_a_poison_task_is_never_charged_to_death() {
    enqueue();
    for (int crash = 1; crash <= 10; crash++) {
      fetch(first);
      assertThat(recover().recovered()).isEqualTo(1);
    }

    Delivery delivery = fetch(first);
    assertThat(delivery.crashes()).isEqualTo(1);
    assertThat(get(first.settle(success(delivery, "worker-1")))).isEqualTo(SettleOutcome.SETTLED);
  }

  @Test
  void a_task_that_kills_its_workers_alone_becomes_a_dead_letter_that_names_them() {
    enqueue();
    fetch(first);
    assertThat(recover().recovered()).isEqualTo(1);
    Delivery suspect = fetch(first);
    assertThat(get(first.markStart(suspect, false))).isEqualTo(StartOutcome.MARKED);
    assertThat(recover().recovered()).isEqualTo(1);
    Delivery alone = fetch(second);
    assertThat(alone.crashes()).isEqualTo(2);
    assertThat(get(second.markStart(alone, true))).isEqualTo(StartOutcome.MARKED);
    assertThat(recover().recovered()).isEqualTo(1);
    Delivery last = fetch(first);
    assertThat(last.crashes()).isEqualTo(3);
    assertThat(get(first.markStart(last, true))).isEqualTo(StartOutcome.MARKED);

    Recovery.Ended ended = recover().ended().get(0);

    StoredTask task = read();
    assertThat(ended)
        .isEqualTo(new Recovery.Ended(ID, task.task(), task.attempt(), task.failure()));
    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(task.failure().errorType()).isEqualTo("io.sitq.WorkerException");
    assertThat(task.failure().error())
        .contains("worker-1@")
        .contains("worker-2@")
        .contains("4 times");
    assertThat(task.crashes()).isEqualTo(4);
    assertThat(get(backend.deadLetters().ids(QUEUE, null, null))).containsExactly(ID);
    assertThat(get(first.settle(success(last, "worker-1")))).isEqualTo(SettleOutcome.LOST);
    assertThat(get(backend.deadLetters().requeue(QUEUE, List.of(ID)))).isEqualTo(1);
    assertThat(fetch(first).crashes()).isZero();
  }

  @Test
  void a_start_is_refused_when_the_task_is_gone_or_not_wanted() {
    enqueue();
    Delivery gone = fetch(first);
    recover();
    assertThat(get(first.markStart(gone, true))).isEqualTo(StartOutcome.LOST);
    Delivery unwanted = fetch(second);
    assertThat(get(backend.cancellations().cancel(ID))).isEqualTo(CancelOutcome.REQUESTED);
    assertThat(get(second.markStart(unwanted, true))).isEqualTo(StartOutcome.CANCELLED);
  }

  @Test
  void a_task_that_is_not_wanted_ends_when_its_worker_is_gone() {
    enqueue();
    fetch(first);
    get(backend.cancellations().cancel(ID));

    assertThat(recover().ended()).singleElement().matches(ended -> ended.failure() == null);

    assertThat(read().status()).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  void after_a_standstill_leases_are_judged_one_lease_later() {
    enqueue();
    fetch(first);
    Duration lease = Duration.ofMillis(400);
    get(backend.recovery().recover(QUEUE, lease, CRASH_LIMIT));
    redis.hset(prefix + "recovery", "looked_ms", Long.toString(serverMillis() - 10_000));

    Pass held = get(backend.recovery().recover(QUEUE, lease, CRASH_LIMIT));

    assertThat(held.recovered()).isZero();
    assertThat(held.hold()).isPositive().isLessThanOrEqualTo(lease);
    await()
        .pollInterval(Duration.ofMillis(50))
        .until(() -> get(backend.recovery().recover(QUEUE, lease, CRASH_LIMIT)).recovered() == 1);
  }

  @Test
  void a_clock_that_went_back_does_not_keep_leases_alive() {
    enqueue();
    Delivery delivery = fetch(first);
    redis.xclaim(
        prefix + "ready",
        Consumer.from("workers", "worker-1"),
        io.lettuce.core.XClaimArgs.Builder.minIdleTime(0).time(serverMillis() + 3_600_000),
        delivery.entryId());
    redis.hset(prefix + "recovery", "looked_ms", Long.toString(serverMillis() + 3_600_000));

    await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> get(backend.recovery().recover(QUEUE, SHORT, CRASH_LIMIT)).recovered() == 1);
  }

  @Test
  void an_entry_that_somebody_deleted_does_not_stay_in_the_pending_list() {
    enqueue();
    Delivery delivery = fetch(first);
    redis.xdel(prefix + "ready", delivery.entryId());

    await()
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              get(backend.recovery().recover(QUEUE, SHORT, CRASH_LIMIT));
              return redis.xpending(prefix + "ready", "workers").getCount() == 0;
            });
    redis.del(prefix + "task:" + ID);
  }

  @Test
  void what_is_no_task_does_not_stop_the_recovery_of_its_neighbours() {
    enqueue();
    redis.xadd(prefix + "ready", Map.of("id", QUEUE + ":no-envelope"));
    redis.xadd(prefix + "ready", Map.of("id", "not of this queue", "envelope", "e"));
    redis.xadd(prefix + "ready", Map.of("envelope", "no id"));
    redis.xadd(prefix + "ready", Map.of("id", QUEUE + ":foreign", "task", "t", "envelope", "e"));
    redis.set(prefix + "task:" + QUEUE + ":foreign", "somebody else's");
    readAs("ghost");

    await()
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> {
              redis.del(prefix + "recovery");
              get(backend.recovery().recover(QUEUE, SHORT, CRASH_LIMIT));
              assertThat(redis.xpending(prefix + "ready", "workers").getCount()).isZero();
            });

    assertThat(first.fetch(10, Duration.ofSeconds(5)))
        .extracting(Delivery::id)
        .containsExactlyInAnyOrder(ID, QUEUE + ":foreign");
    redis.xgroupDelconsumer(prefix + "ready", Consumer.from("workers", "ghost"));
  }

  @SuppressWarnings("unchecked") // Lettuce's varargs of a generic type
  private void readAs(String consumer) {
    redis.xreadgroup(
        Consumer.from("workers", consumer),
        XReadArgs.Builder.count(10),
        StreamOffset.lastConsumed(prefix + "ready"));
  }

  @Test
  void delivered_tasks_in_nobodys_hands_are_made_ready_again() {
    enqueue();
    readAs("ghost");
    redis.xgroupDelconsumer(prefix + "ready", Consumer.from("workers", "ghost"));

    assertThat(get(backend.recovery().sweep(QUEUE))).isEqualTo(1);
    assertThat(get(backend.recovery().sweep(QUEUE))).isZero();

    Delivery delivery = fetch(first);
    assertThat(get(first.settle(success(delivery, "worker-1")))).isEqualTo(SettleOutcome.SETTLED);
  }

  @Test
  void a_sweep_leaves_alone_what_somebody_has_or_nobody_has_taken() {
    enqueue();
    Delivery delivery = fetch(first);
    get(backend.enqueuer().enqueue(submission(QUEUE + ":b")));

    assertThat(get(backend.recovery().sweep(QUEUE))).isZero();

    assertThat(get(first.settle(success(delivery, "worker-1")))).isEqualTo(SettleOutcome.SETTLED);
    assertThat(fetch(second).id()).isEqualTo(QUEUE + ":b");
  }

  @Test
  void idle_consumers_without_tasks_are_removed_and_others_are_not() {
    enqueue();
    fetch(first);
    redis.xgroupCreateconsumer(prefix + "ready", Consumer.from("workers", "old"));

    await()
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                get(backend.recovery().removeIdleConsumers(QUEUE, Duration.ofMillis(30)))
                    .contains("old"));

    assertThat(get(first.renew(List.of()))).isEmpty();
    assertThat(redis.xinfoConsumers(prefix + "ready", "workers")).isNotEmpty();
    assertThat(get(backend.inspector().stats(QUEUE)).running()).isEqualTo(1);
  }

  @Test
  void many_leases_are_renewed_and_many_tasks_recovered() {
    for (int i = 0; i < 350; i++) {
      get(backend.enqueuer().enqueue(submission(QUEUE + ":m" + i)));
    }
    List<Delivery> all = new java.util.ArrayList<>();
    while (all.size() < 350) {
      all.addAll(first.fetch(100, Duration.ofSeconds(5)));
    }
    assertThat(get(first.renew(all))).isEmpty();

    int recovered = 0;
    while (recovered < 350) {
      recovered += get(backend.recovery().recover(QUEUE, SHORT, CRASH_LIMIT)).recovered();
    }

    assertThat(get(backend.inspector().stats(QUEUE)).pending()).isEqualTo(350);
    assertThat(get(first.renew(all))).hasSize(350);
  }

  private void enqueue() {
    get(backend.enqueuer().enqueue(submission(ID)));
  }

  private static Submission submission(String id) {
    return new Submission(QUEUE, id, "t", "envelope".getBytes(UTF_8), 0);
  }

  private static Delivery fetch(QueueConsumer consumer) {
    List<Delivery> deliveries = consumer.fetch(1, Duration.ofSeconds(5));
    assertThat(deliveries).hasSize(1);
    return deliveries.get(0);
  }

  /** Recovers as soon as the short lease is over, and nothing is held back. */
  private Pass recover() {
    return await()
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              redis.del(prefix + "recovery");
              return get(backend.recovery().recover(QUEUE, SHORT, CRASH_LIMIT));
            },
            pass -> pass.recovered() + pass.ended().size() > 0);
  }

  private void awaitIdle(Delivery delivery, long millis) {
    await().pollInterval(Duration.ofMillis(10)).until(() -> idle(delivery) >= millis);
  }

  private long idle(Delivery delivery) {
    return redis
        .xpending(
            prefix + "ready",
            "workers",
            io.lettuce.core.Range.create(delivery.entryId(), delivery.entryId()),
            io.lettuce.core.Limit.from(1))
        .get(0)
        .getMsSinceLastDelivery();
  }

  private long serverMillis() {
    List<String> time = redis.time();
    return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
  }

  private StoredTask read() {
    return get(backend.results().read(ID)).orElseThrow();
  }

  private static Settlement success(Delivery delivery, String worker) {
    return new Settlement.Success(
        delivery, new AttemptFacts("t", 1, delivery.crashes(), worker, 1, 2, 3), null, LONG);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
