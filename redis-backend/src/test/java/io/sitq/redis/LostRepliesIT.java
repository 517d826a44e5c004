package io.sitq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sitq.BackendConnectionException;
import io.sitq.SitqException;
import io.sitq.TaskFailure;
import io.sitq.TaskStatus;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.Delivery;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.StoredTask;
import io.sitq.spi.Submission;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.fault.FaultyProxy;
import io.sitq.testkit.invariant.InvariantChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that Redis has executed and whose replies never arrive. */
class LostRepliesIT {
  private static final String QUEUE = "lost";

  private final SitqRedis redis = SitqRedis.shared();
  private final String namespace = redis.newNamespace();
  private FaultyProxy proxy;
  private RedisBackend behindProxy;
  private RedisBackend direct;

  @BeforeEach
  void connect() {
    proxy = FaultyProxy.before(redis.uri());
    behindProxy = RedisBackend.connect(RedisSettings.of(proxy.uri()).namespace(namespace));
    direct = RedisBackend.connect(RedisSettings.of(redis.uri()).namespace(namespace));
  }

  @AfterEach
  void close() {
    behindProxy.close();
    direct.close();
    proxy.close();
    InvariantChecker.of(redis.uri(), namespace).check();
  }

  @Test
  void an_enqueue_whose_reply_is_lost_is_one_task() {
    get(behindProxy.enqueuer().enqueue(submission("warm-up")));
    proxy.loseReplies(1);

    EnqueueOutcome outcome = get(behindProxy.enqueuer().enqueue(submission("a")));

    assertThat(proxy.repliesToLose()).isZero();
    assertThat(outcome).isEqualTo(EnqueueOutcome.ACCEPTED);
    assertThat(get(direct.inspector().stats(QUEUE)).pending()).isEqualTo(2);
  }

  @Test
  void a_settle_whose_reply_is_lost_is_answered_already_when_it_is_repeated() {
    get(direct.enqueuer().enqueue(submission("a")));
    try (QueueConsumer consumer = behindProxy.consumer(QUEUE, "w")) {
      Delivery delivery = consumer.fetch(1, Duration.ofSeconds(5)).get(0);
      proxy.loseReplies(1);

      SettleOutcome outcome = get(consumer.settle(success(delivery)));

      assertThat(proxy.repliesToLose()).isZero();
      assertThat(outcome).isEqualTo(SettleOutcome.ALREADY);
    }
    assertThat(get(direct.inspector().stats(QUEUE)).counts())
        .isEqualTo(Map.of("t", Map.of("success", 1L)));
  }

  @Test
  void a_delivery_whose_reply_is_lost_is_taken_over_by_its_worker_and_nothing_else() {
    for (String id : List.of("held", "lost-1", "lost-2", "next")) {
      get(direct.enqueuer().enqueue(submission(id)));
    }
    try (QueueConsumer consumer = behindProxy.consumer(QUEUE, "w")) {
      Delivery held = consumer.fetch(1, Duration.ofSeconds(5)).get(0);
      proxy.loseReplies(1);
      assertThatThrownBy(() -> consumer.fetch(2, Duration.ofSeconds(5)))
          .isInstanceOf(BackendConnectionException.class);

      List<Delivery> adopted =
          new ArrayList<>(
              await()
                  .ignoreExceptions()
                  .until(() -> consumer.fetch(1, Duration.ofSeconds(1)), list -> !list.isEmpty()));
      assertThat(adopted).as("no more than was asked for").hasSize(1);
      adopted.addAll(consumer.fetch(1, Duration.ofSeconds(1)));

      assertThat(adopted)
          .extracting(Delivery::id)
          .containsExactly(QUEUE + ":lost-1", QUEUE + ":lost-2");
      List<Delivery> next = consumer.fetch(10, Duration.ofSeconds(5));
      assertThat(next).extracting(Delivery::id).containsExactly(QUEUE + ":next");
      for (Delivery delivery : List.of(held, adopted.get(0), adopted.get(1), next.get(0))) {
        assertThat(get(consumer.settle(success(delivery)))).isEqualTo(SettleOutcome.SETTLED);
      }
    }
  }

  @Test
  void a_task_that_arrives_for_a_fetch_that_was_interrupted_goes_to_the_next_one() {
    try (QueueConsumer consumer = direct.consumer(QUEUE, "w")) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> consumer.fetch(1, Duration.ofSeconds(5)))
          .isInstanceOf(SitqException.class);
      assertThat(Thread.interrupted()).isTrue();
      get(direct.enqueuer().enqueue(submission("a"))); // while the read still blocks

      List<Delivery> next = consumer.fetch(1, Duration.ofSeconds(5));
      assertThat(next).extracting(Delivery::id).containsExactly(QUEUE + ":a");
      assertThat(get(consumer.settle(success(next.get(0))))).isEqualTo(SettleOutcome.SETTLED);
    }
  }

  @Test
  void a_waiter_whose_connection_breaks_still_gets_its_result() throws Exception {
    get(direct.enqueuer().enqueue(submission("a")));
    CompletableFuture<Optional<StoredTask>> waiting =
        behindProxy.results().awaitEnd(QUEUE + ":a", Duration.ofSeconds(60)).toCompletableFuture();
    try (QueueConsumer consumer = direct.consumer(QUEUE, "w")) {
      Delivery delivery = consumer.fetch(1, Duration.ofSeconds(5)).get(0);
      proxy.swallow(true);
      get(consumer.settle(success(delivery)));
    }
    proxy.swallow(false);
    proxy.cut();

    assertThat(waiting.get(30, TimeUnit.SECONDS).orElseThrow().status())
        .isEqualTo(TaskStatus.SUCCESS);
  }

  @Test
  void a_connection_on_which_nothing_comes_back_is_made_again() {
    try (RedisBackend impatient =
        RedisBackend.connect(
            RedisSettings.of(proxy.uri())
                .namespace(namespace)
                .commandTimeout(Duration.ofMillis(200))
                .retryTimeout(Duration.ofSeconds(60)))) {
      get(impatient.enqueuer().enqueue(submission("before")));
      proxy.swallow(true);
      CompletionStage<EnqueueOutcome> sent = impatient.enqueuer().enqueue(submission("after"));
      int before = proxy.connections();

      await().atMost(Duration.ofSeconds(30)).until(() -> proxy.connections() > before);
      proxy.swallow(false);

      assertThat(sent.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join())
          .isEqualTo(EnqueueOutcome.ACCEPTED);
    }
  }

  @Test
  void a_release_and_a_retry_whose_replies_are_lost_are_answered_already() {
    get(direct.enqueuer().enqueue(submission("a")));
    try (QueueConsumer consumer = behindProxy.consumer(QUEUE, "w")) {
      Delivery first = consumer.fetch(1, Duration.ofSeconds(5)).get(0);
      proxy.loseReplies(1);
      assertThat(get(consumer.settle(release(first)))).isEqualTo(SettleOutcome.ALREADY);

      Delivery second = consumer.fetch(1, Duration.ofSeconds(5)).get(0);
      assertThat(get(consumer.settle(retry(second)))).isEqualTo(SettleOutcome.SETTLED);
      await().until(() -> get(direct.delayedTasks().promoteDue(QUEUE)).promoted() == 1);
      assertThat(get(consumer.settle(retry(second)))).isEqualTo(SettleOutcome.ALREADY);

      Delivery third = consumer.fetch(1, Duration.ofSeconds(5)).get(0);
      assertThat(third.attempt()).isEqualTo(2);
      assertThat(get(consumer.settle(success(third)))).isEqualTo(SettleOutcome.SETTLED);
    }
  }

  @Test
  void two_promoters_of_which_one_loses_its_connection_lose_and_double_nothing() {
    List<CompletionStage<EnqueueOutcome>> sent = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      sent.add(
          direct
              .enqueuer()
              .enqueue(
                  new Submission(
                      QUEUE, QUEUE + ":d" + i, "t", "envelope".getBytes(UTF_8), 1 + i % 50)));
    }
    sent.forEach(LostRepliesIT::get);

    AtomicInteger passes = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              if (passes.incrementAndGet() % 3 == 0) {
                proxy.loseReplies(1); // after the look or after the act, as it comes
              }
              CompletionStage<?> other = behindProxy.delayedTasks().promoteDue(QUEUE);
              CompletionStage<?> mine = direct.delayedTasks().promoteDue(QUEUE);
              get(mine);
              get(other.handle((done, error) -> null)); // it may have died on the way
              return get(direct.inspector().stats(QUEUE)).scheduled() == 0;
            });

    Set<String> ids = new HashSet<>();
    try (QueueConsumer consumer = direct.consumer(QUEUE, "w")) {
      for (List<Delivery> batch = consumer.fetch(100, Duration.ZERO);
          !batch.isEmpty();
          batch = consumer.fetch(100, Duration.ZERO)) {
        for (Delivery delivery : batch) {
          assertThat(ids.add(delivery.id())).as(delivery.id()).isTrue();
          assertThat(get(consumer.settle(success(delivery)))).isEqualTo(SettleOutcome.SETTLED);
        }
      }
    }
    assertThat(ids).hasSize(1000);
  }

  private static Settlement release(Delivery delivery) {
    return new Settlement.Release(
        delivery, new AttemptFacts("t", 1, 0, "w", 1, 2, 3), Duration.ZERO, false);
  }

  private static Settlement retry(Delivery delivery) {
    return new Settlement.Retry(
        delivery,
        new AttemptFacts("t", 1, 0, "w", 1, 2, 3),
        new TaskFailure("e", "E", List.of(), "E: e"),
        List.of(),
        Duration.ofMillis(1));
  }

  @Test
  void connections_that_break_again_and_again_leave_everything_working() {
    for (int i = 0; i < 5; i++) {
      proxy.cut();
      String id = "n" + i;
      await().until(() -> get(behindProxy.enqueuer().enqueue(submission(id))) != null);
    }
    assertThat(get(direct.inspector().stats(QUEUE)).pending()).isEqualTo(5);
  }

  private static Submission submission(String id) {
    return new Submission(QUEUE, QUEUE + ":" + id, "t", "envelope".getBytes(UTF_8), 0);
  }

  private static Settlement success(Delivery delivery) {
    return new Settlement.Success(
        delivery,
        new AttemptFacts("t", 1, 0, "w", 1, 2, 3),
        new EncodedValue("kryo", "v".getBytes(UTF_8)),
        Duration.ofMinutes(1));
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
