package io.sitq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.sitq.ResourceExhaustedException;
import io.sitq.spi.Delivery;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.Submission;
import io.sitq.testkit.SitqRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others leave in Redis or do to it while a queue is at work. */
class HostileStreamIT {
  private static final String QUEUE = "hostile";

  private final SitqRedis server = SitqRedis.shared();
  private final String namespace = server.newNamespace();
  private final String ready = namespace + ":{" + QUEUE + "}:ready";
  private final RedisClient client = RedisClient.create(server.uri());
  private final StatefulRedisConnection<String, String> connection = client.connect();
  private final RedisCommands<String, String> redis = connection.sync();
  private RedisBackend backend;
  private QueueConsumer consumer;

  @BeforeEach
  void open() {
    backend = RedisBackend.connect(RedisSettings.of(server.uri()).namespace(namespace));
    consumer = backend.consumer(QUEUE, "w");
  }

  @AfterEach
  void close() {
    consumer.close();
    backend.close();
    connection.close();
    client.shutdown();
  }

  @Test
  void entries_that_are_no_tasks_are_taken_out_and_counted() {
    redis.xadd(ready, Map.of("x", "y"));
    redis.xadd(ready, Map.of("id", QUEUE + ":no-envelope"));
    redis.xadd(ready, Map.of("envelope", "no id"));
    redis.xadd(ready, Map.of("id", "other:queue", "envelope", "e"));
    redis.xadd(ready, Map.of("id", "no colon", "envelope", "e"));
    get(backend.enqueuer().enqueue(submission("good")));

    List<Delivery> deliveries = consumer.fetch(10, Duration.ofSeconds(5));

    assertThat(deliveries).extracting(Delivery::id).containsExactly(QUEUE + ":good");
    await()
        .untilAsserted(
            () -> {
              assertThat(redis.xlen(ready)).isEqualTo(1);
              assertThat(redis.xpending(ready, "workers").getCount()).isEqualTo(1);
              assertThat(get(backend.inspector().stats(QUEUE)).counts())
                  .isEqualTo(Map.of("unknown", Map.of("discarded", 5L)));
            });
  }

  @Test
  void numbers_that_are_none_fall_back_to_their_defaults() {
    redis.xadd(
        ready,
        Map.of(
            "id", QUEUE + ":a", "envelope", "e", "attempt", "many", "crashes", "", "extra", "1"));

    Delivery delivery = consumer.fetch(1, Duration.ofSeconds(5)).get(0);

    assertThat(delivery.attempt()).isEqualTo(1);
    assertThat(delivery.crashes()).isZero();
    assertThat(delivery.task()).isEqualTo("unknown");
  }

  @Test
  void a_stream_that_was_deleted_is_made_again() {
    redis.del(ready);

    assertThat(consumer.fetch(1, Duration.ZERO)).isEmpty();

    get(backend.enqueuer().enqueue(submission("after")));
    assertThat(consumer.fetch(1, Duration.ofSeconds(5))).hasSize(1);
  }

  @Test
  void scripts_that_were_flushed_are_loaded_again() {
    get(backend.enqueuer().enqueue(submission("a")));
    redis.scriptFlush();

    assertThat(get(backend.enqueuer().enqueue(submission("b")))).isEqualTo(EnqueueOutcome.ACCEPTED);
    redis.scriptFlush();
    assertThat(get(backend.inspector().stats(QUEUE)).pending()).isEqualTo(2);
  }

  @Test
  void a_foreign_key_in_a_tasks_place_is_refused_and_its_neighbours_are_not() {
    redis.set(namespace + ":{" + QUEUE + "}:task:" + QUEUE + ":taken", "foreign");
    CompletionStage<EnqueueOutcome> taken = backend.enqueuer().enqueue(submission("taken"));
    CompletionStage<EnqueueOutcome> good = backend.enqueuer().enqueue(submission("good"));

    assertThat(get(good)).isEqualTo(EnqueueOutcome.ACCEPTED);
    assertThatThrownBy(() -> get(taken)).hasMessageContaining("another type");
    assertThat(redis.xlen(ready)).isEqualTo(1);
  }

  @Test
  void a_redis_without_memory_refuses_the_enqueue_whole_and_says_so() {
    try (SitqRedis small = SitqRedis.builder().config("maxmemory", "3mb").start();
        RedisBackend full = RedisBackend.connect(small.uri())) {
      byte[] big = new byte[200_000];
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 50; i++) {
                  get(full.enqueuer().enqueue(new Submission("q", "q:" + i, "t", big, 0)));
                }
              })
          .hasCauseInstanceOf(ResourceExhaustedException.class)
          .hasMessageContaining("maxmemory");
      long accepted = get(full.inspector().stats("q")).pending();
      assertThat(accepted).isBetween(1L, 49L);
    }
  }

  private static Submission submission(String id) {
    return new Submission(QUEUE, QUEUE + ":" + id, "t", "envelope".getBytes(UTF_8), 0);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
