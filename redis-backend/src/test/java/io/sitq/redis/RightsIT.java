package io.sitq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.sitq.BackendException;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.Submission;
import io.sitq.testkit.SitqRedis;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A Redis user with exactly the rights that the docs name. */
class RightsIT {
  private static final Pattern RIGHTS = Pattern.compile("`(\\+@read[^`]*)`", Pattern.DOTALL);

  @Test
  void the_rights_of_the_docs_are_enough() throws Exception {
    try (SitqRedis server = SitqRedis.start();
        RedisBackend backend = RedisBackend.connect(user(server, documentedRights()));
        QueueConsumer consumer = backend.consumer("q", "w")) {
      get(backend.enqueuer().enqueue(submission("now", 0)));
      get(backend.enqueuer().enqueue(submission("later", 5)));
      org.awaitility.Awaitility.await()
          .until(() -> get(backend.delayedTasks().promoteDue("q")).promoted() == 1);
      CompletionStage<?> waiting = backend.results().awaitEnd("q:now", Duration.ofSeconds(20));
      Delivery delivery = consumer.fetch(1, Duration.ofSeconds(5)).get(0);
      assertThat(get(consumer.renew(java.util.List.of(delivery)))).isEmpty();
      assertThat(
              get(
                  consumer.settle(
                      new Settlement.Success(
                          delivery,
                          new AttemptFacts("t", 1, 0, "w", 1, 2, 3),
                          null,
                          Duration.ofMinutes(1)))))
          .isEqualTo(SettleOutcome.SETTLED);
      get(waiting);
      get(backend.recovery().recover("q", Duration.ofSeconds(30), 3));
      get(backend.inspector().stats("q"));
      get(backend.inspector().workers());
      consumer.wakeUp();
    }
  }

  @Test
  void they_are_enough_to_spread_a_queue_that_had_tasks() throws Exception {
    try (SitqRedis server = SitqRedis.start()) {
      RedisSettings settings = RedisSettings.of(user(server, documentedRights()));
      try (RedisBackend backend = RedisBackend.connect(settings);
          QueueConsumer consumer = backend.consumer("q", "w")) {
        get(backend.enqueuer().enqueue(submission("now", 0)));
        Delivery delivery = consumer.fetch(1, Duration.ofSeconds(5)).get(0);
        AttemptFacts facts = new AttemptFacts("t", 1, 0, "w", 1, 2, 3);
        get(consumer.settle(new Settlement.Success(delivery, facts, null, Duration.ofMinutes(1))));
      }
      try (RedisBackend spread =
              RedisBackend.connect(settings.queue("q", QueueSettings.partitions(3)));
          QueueConsumer consumer = spread.consumer("q", "w")) {
        get(spread.enqueuer().enqueue(submission("later", 0)));
        assertThat(consumer.fetch(1, Duration.ofSeconds(5))).hasSize(1);
        assertThat(get(spread.results().read("q:now"))).isPresent();
      }
    }
  }

  @Test
  void a_right_that_is_missing_is_named() throws Exception {
    try (SitqRedis server = SitqRedis.start();
        RedisBackend backend =
            RedisBackend.connect(user(server, documentedRights() + " -evalsha -eval"))) {
      assertThatThrownBy(() -> get(backend.enqueuer().enqueue(submission("now", 0))))
          .hasCauseInstanceOf(BackendException.class)
          .hasMessageContaining("may not do this")
          .hasMessageContaining("evalsha");
    }
  }

  static String documentedRights() throws Exception {
    Matcher rights = RIGHTS.matcher(Files.readString(Path.of("..", "docs", "redis-keys.md")));
    assertThat(rights.find()).isTrue();
    return rights.group(1).replaceAll("\\s+", " ") + " ~sitq:* resetchannels &sitq:*";
  }

  /** Makes a user, and gives the URI with it. */
  static String user(SitqRedis server, String rights) {
    RedisClient client = RedisClient.create(server.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      CommandArgs<String, String> args =
          new CommandArgs<>(StringCodec.UTF8)
              .add("SETUSER")
              .add("worker")
              .add("reset")
              .add("on")
              .add(">secret");
      for (String right : rights.split(" ", -1)) {
        args.add(right);
      }
      connection.sync().dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), args);
    } finally {
      client.shutdown();
    }
    URI uri = URI.create(server.uri());
    return "redis://worker:secret@" + uri.getHost() + ":" + uri.getPort();
  }

  private static Submission submission(String id, long delayMillis) {
    return new Submission("q", "q:" + id, "t", "envelope".getBytes(UTF_8), delayMillis);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
