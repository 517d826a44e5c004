package io.sitq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.sitq.BackendConnectionException;
import io.sitq.BackendException;
import io.sitq.TaskStatus;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.Submission;
import io.sitq.testkit.SitqCluster;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqSentinel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TLS to Sentinels and what they watch, and to all nodes of a cluster; they speak it to each other
 * too, and want certificates of clients.
 */
class TlsSetUpsIT {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private static Path directory;

  private static TestCertificates ours;
  private static TestCertificates strangers;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ours = TestCertificates.in(directory.resolve("ours"));
    ours.sign("server", "ip:127.0.0.1");
    ours.sign("client", "dns:worker.example");
    strangers = TestCertificates.in(directory.resolve("strangers"));
  }

  @Test
  void sentinels_and_the_master_that_they_name() {
    try (SitqSentinel redis =
        started(
            () ->
                SitqSentinel.builder()
                    .password("of servers")
                    .sentinelPassword("of Sentinels")
                    .tls(ours.authority(), ours.certificate("server"), ours.key("server"))
                    .start())) {
      assertThat(redis.uri()).startsWith("rediss-sentinel://");
      refusesStrangers(redis.uri());
      try (RedisBackend backend = RedisBackend.connect(settings(redis.uri()))) {
        isThereAndBack(backend, "default", "before");
        redis.failOver();
        isThereAndBack(backend, "default", "after");
      }
      assertThatThrownBy(
              () -> RedisBackend.connect(settings(redis.uri().replace("of%20servers", "x"))))
          .isInstanceOf(BackendConnectionException.class)
          .hasMessageContaining("refuses the credentials");
    }
  }

  @Test
  void every_node_of_a_cluster() {
    try (SitqCluster redis =
        started(
            () ->
                SitqCluster.builder()
                    .password("of nodes")
                    .tls(ours.authority(), ours.certificate("server"), ours.key("server"))
                    .start())) {
      assertThat(redis.uri()).startsWith("rediss-cluster://");
      refusesStrangers(redis.uri());
      Map<SitqRedis, String> queues = new LinkedHashMap<>();
      for (int i = 0; queues.size() < 3; i++) {
        queues.putIfAbsent(redis.masterOf("sitq:{q" + i + "}:ready"), "q" + i);
      }
      try (RedisBackend backend = RedisBackend.connect(settings(redis.uri()))) {
        queues.values().forEach(queue -> isThereAndBack(backend, queue, "before"));
        String first = queues.values().iterator().next();
        String key = "sitq:{" + first + "}:ready";
        SitqRedis old = redis.masterOf(key);
        redis.moveSlot(key, redis.masters().stream().filter(m -> m != old).findAny().orElseThrow());
        isThereAndBack(backend, first, "moved");
      }
    }
  }

  private static <T> T started(Supplier<T> start) {
    try {
      return start.get();
    } catch (IllegalStateException e) {
      if (String.valueOf(e.getMessage()).contains("Bad directive")) {
        abort("the Redis of this machine was built without TLS");
      }
      throw e;
    }
  }

  private static RedisSettings settings(String uri) {
    return RedisSettings.of(uri)
        .retryTimeout(Duration.ofSeconds(15))
        .tls(
            TlsSettings.defaults()
                .trust(ours.authority())
                .clientCertificate(ours.certificate("client"), ours.key("client")));
  }

  private static void refusesStrangers(String uri) {
    RedisSettings quick = RedisSettings.of(uri).connectTimeout(Duration.ofSeconds(1));
    for (Path authority : List.of(strangers.authority(), ours.authority())) { // and no certificate
      TlsSettings tls = TlsSettings.defaults().trust(authority);
      assertThatThrownBy(() -> RedisBackend.connect(quick.tls(tls)).close())
          .isInstanceOf(BackendConnectionException.class)
          .hasMessageContaining("TLS");
    }
  }

  /** What the old master takes before it is left is lost in a failover; then with another id. */
  private static void isThereAndBack(RedisBackend backend, String queue, String name) {
    AtomicInteger tries = new AtomicInteger();
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(BackendException.class)
        .until(() -> succeeds(backend, queue, name + tries.incrementAndGet()));
  }

  private static boolean succeeds(RedisBackend backend, String queue, String name) {
    String id = queue + ":" + name;
    try (QueueConsumer consumer = backend.consumer(queue, "w")) {
      get(backend.enqueuer().enqueue(new Submission(queue, id, "t", "e".getBytes(UTF_8), 0)));
      CompletionStage<?> waiting = backend.results().awaitEnd(id, Duration.ofSeconds(20));
      for (Delivery delivery : consumer.fetch(10, Duration.ofSeconds(2))) {
        AttemptFacts facts = new AttemptFacts("t", 1, 0, "w", 1, 2, 3);
        Settlement success = new Settlement.Success(delivery, facts, null, LONG);
        if (get(consumer.settle(success)) == SettleOutcome.SETTLED && delivery.id().equals(id)) {
          get(waiting);
          return get(backend.results().read(id)).orElseThrow().status() == TaskStatus.SUCCESS;
        }
      }
      return false;
    }
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
