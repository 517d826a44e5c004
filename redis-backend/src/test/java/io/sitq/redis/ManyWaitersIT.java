package io.sitq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sitq.TaskStatus;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.StoredTask;
import io.sitq.spi.Submission;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.invariant.InvariantChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManyWaitersIT {
  private static final String QUEUE = "many";
  private static final int WAITERS = 100_000;

  private final SitqRedis redis = SitqRedis.shared();
  private final String namespace = redis.newNamespace();

  @Test
  void a_hundred_thousand_wait_on_one_client_and_all_are_told() throws Exception {
    try (RedisBackend backend =
            RedisBackend.connect(RedisSettings.of(redis.uri()).namespace(namespace));
        QueueConsumer consumer = backend.consumer(QUEUE, "w")) {
      long connections = connections();
      List<CompletableFuture<Optional<StoredTask>>> waiting = new ArrayList<>(WAITERS);
      List<CompletionStage<?>> enqueued = new ArrayList<>(WAITERS);
      for (int i = 0; i < WAITERS; i++) {
        enqueued.add(
            backend
                .enqueuer()
                .enqueue(
                    new Submission(QUEUE, QUEUE + ":" + i, "t", "envelope".getBytes(UTF_8), 0)));
      }
      all(enqueued);
      for (int i = 0; i < WAITERS; i++) {
        waiting.add(
            backend
                .results()
                .awaitEnd(QUEUE + ":" + i, Duration.ofMinutes(2))
                .toCompletableFuture());
      }
      settleAll(consumer);

      all(waiting);
      assertThat(waiting)
          .allMatch(future -> future.join().orElseThrow().status() == TaskStatus.SUCCESS);
      assertThat(connections() - connections).isLessThanOrEqualTo(1);
    }
    InvariantChecker.of(redis.uri(), namespace).drained().check();
  }

  private static void settleAll(QueueConsumer consumer) throws Exception {
    List<CompletionStage<SettleOutcome>> settled = new ArrayList<>(WAITERS);
    while (settled.size() < WAITERS) {
      for (Delivery delivery : consumer.fetch(100, Duration.ofSeconds(5))) {
        settled.add(
            consumer.settle(
                new Settlement.Success(
                    delivery,
                    new AttemptFacts("t", 1, 0, "w", 1, 2, 3),
                    null,
                    Duration.ofMinutes(5))));
      }
    }
    all(settled);
  }

  private static void all(List<? extends CompletionStage<?>> stages) throws Exception {
    CompletableFuture.allOf(
            stages.stream()
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new))
        .get(2, TimeUnit.MINUTES);
  }

  private long connections() {
    RedisClient client = RedisClient.create(redis.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection.sync().clientList().lines().count();
    } finally {
      client.shutdown();
    }
  }
}
