package io.sitq.redis;

import static io.sitq.redis.RoleSteps.get;
import static io.sitq.redis.RoleSteps.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.sitq.BackendException;
import io.sitq.CancelOutcome;
import io.sitq.TaskStatus;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.Settlement;
import io.sitq.testkit.SitqRedis;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Redis users with exactly the rights that the docs give a producer, a worker, an operator. */
class RightsIT {
  /** Rights without which no call fails; a table in the docs says what is missed then. */
  private static final List<String> QUIET =
      List.of(
          "+info",
          "+client|id",
          "+client|unblock",
          "+publish",
          "+hincrby",
          "+unsubscribe",
          "+xgroup|delconsumer");

  private static SitqRedis server;
  private static RedisBackend admin;
  private static int users;

  @BeforeAll
  static void start() {
    server = SitqRedis.start();
    admin = RedisBackend.connect(server.uri());
  }

  @AfterAll
  static void stop() {
    admin.close();
    server.close();
  }

  /** The roles of the docs, and what each of them does. */
  enum Role {
    PRODUCER,
    WORKER,
    OPERATOR;

    void act(RedisBackend backend, String queue) {
      switch (this) {
        case PRODUCER -> RoleSteps.produce(backend, queue, admin);
        case WORKER -> RoleSteps.work(backend, queue, admin);
        case OPERATOR -> RoleSteps.operate(backend, queue, admin);
      }
    }

    /** The words of {@code ACL SETUSER} that the docs give it. */
    List<String> rights() throws Exception {
      String docs = Files.readString(Path.of("..", "docs", "redis-keys.md"));
      Matcher line =
          Pattern.compile(
                  "ACL SETUSER " + name().toLowerCase(Locale.ROOT) + " (.*?)\n(?!  )",
                  Pattern.DOTALL)
              .matcher(docs);
      assertThat(line.find()).as("rights of %s in the docs", this).isTrue();
      return Arrays.stream(line.group(1).split("[\\s\\\\]+"))
          .filter(word -> !word.isEmpty() && !word.startsWith(">") && !word.equals("on"))
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_rights_of_the_docs_are_enough(Role role) throws Exception {
    try (RedisBackend backend = connect(role.rights())) {
      role.act(backend, queue());
    }
  }

  /** Each right but those that it does without, taken away alone. */
  @TestFactory
  Stream<DynamicTest> one_right_short_it_fails_and_names_the_command() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Role role : Role.values()) {
      for (String right : role.rights()) {
        if (right.startsWith("+") && !QUIET.contains(right) && !isQuiet(role, right)) {
          tests.add(dynamicTest(role + " without " + right, () -> failsWithout(role, right)));
        }
      }
    }
    return tests.stream();
  }

  /** A worker that is not told of what it waits for is logged, and looks now and then. */
  private static boolean isQuiet(Role role, String right) {
    return role == Role.WORKER && right.equals("+subscribe");
  }

  private static void failsWithout(Role role, String right) throws Exception {
    List<String> rights = new ArrayList<>(role.rights());
    rights.remove(right);
    try (RedisBackend backend = connect(rights)) {
      Throwable thrown = catchThrowable(() -> role.act(backend, queue()));
      assertThat(thrown).as("without %s", right).isNotNull();
      Throwable told = thrown instanceof CompletionException ? thrown.getCause() : thrown;
      assertThat(told)
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("may not do this")
          .hasMessageContaining("redis-keys.md");
      if (!right.equals("+eval")) {
        assertThat(told.getMessage().toLowerCase(Locale.ROOT)).containsPattern(named(right));
      }
    }
  }

  /** Redis 6.2 names no subcommand. */
  private static String named(String right) {
    String command = right.substring(1);
    int bar = command.indexOf('|');
    return bar < 0
        ? command
        : command.replace('|', '.')
            + "|'"
            + command.substring(0, bar)
            + "' command or its subcommand";
  }

  @Test
  void without_hsetnx_a_delayed_task_is_no_foreign_key() throws Exception {
    try (RedisBackend backend = connect(without(Role.PRODUCER, "+hsetnx"))) {
      String queue = "without-" + users;
      assertThatThrownBy(() -> get(backend.enqueuer().enqueue(submission(queue, "1", 60_000))))
          .hasCauseInstanceOf(BackendException.class)
          .hasMessageContaining("may not do this")
          .hasMessageContaining("HSETNX");
      assertThat(get(admin.results().read(queue + ":1"))).isEmpty();
    }
  }

  @Test
  void without_hmget_a_running_task_is_neither_lost_nor_settled() throws Exception {
    AttemptFacts facts = new AttemptFacts("t", 1, 0, "w", 1, 2, 3);
    try (RedisBackend backend = connect(without(Role.WORKER, "+hmget"));
        QueueConsumer consumer = backend.consumer("without-" + users, "w")) {
      String queue = "without-" + users;
      String id = queue + ":asked";
      get(admin.enqueuer().enqueue(submission(queue, "asked", 0)));
      Delivery delivery = consumer.fetch(1, Duration.ofSeconds(5)).get(0);
      // its hash now has more than the entry, so that settling has to look closer
      assertThat(get(admin.cancellations().cancel(id))).isEqualTo(CancelOutcome.REQUESTED);
      Settlement success = new Settlement.Success(delivery, facts, null, Duration.ofMinutes(1));
      assertThatThrownBy(() -> get(consumer.settle(success)))
          .hasCauseInstanceOf(BackendException.class)
          .hasMessageContaining("may not do this")
          .hasMessageContaining("HMGET");
      assertThat(get(admin.results().read(id)).orElseThrow().status())
          .isEqualTo(TaskStatus.RUNNING);
    }
  }

  @Test
  void without_hmget_nobody_waits_in_vain_in_silence() throws Exception {
    AttemptFacts facts = new AttemptFacts("t", 1, 0, "w", 1, 2, 3);
    try (RedisBackend backend = connect(without(Role.WORKER, "+hmget"));
        QueueConsumer consumer = backend.consumer("without-" + users, "w")) {
      String queue = "without-" + users;
      get(admin.enqueuer().enqueue(submission(queue, "awaited", 0)));
      Delivery delivery = consumer.fetch(1, Duration.ofSeconds(5)).get(0);
      CompletionStage<?> waiting = admin.results().awaitEnd(delivery.id(), Duration.ofSeconds(20));
      awaitWaiting(queue);
      Settlement success = new Settlement.Success(delivery, facts, null, Duration.ofMinutes(1));
      assertThatThrownBy(() -> get(consumer.settle(success)))
          .hasCauseInstanceOf(BackendException.class)
          .hasMessageContaining("HMGET");
      get(waiting); // by its look now and then
    }
  }

  private static void awaitWaiting(String queue) {
    RedisClient client = RedisClient.create(server.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      await().until(() -> connection.sync().hlen("sitq:{" + queue + "}:waiting") == 1);
    } finally {
      client.shutdown();
    }
  }

  private static List<String> without(Role role, String right) throws Exception {
    List<String> rights = new ArrayList<>(role.rights());
    assertThat(rights.remove(right)).isTrue();
    return rights;
  }

  @Test
  void a_producer_of_one_queue_can_neither_read_nor_write_another() throws Exception {
    List<String> rights = new ArrayList<>(Role.PRODUCER.rights());
    rights.remove("~sitq:*");
    rights.remove("&sitq:*");
    rights.addAll(
        List.of(
            "~sitq:{mail}:*",
            "~sitq:{mail~*",
            "~sitq:queues",
            "~sitq:partitions",
            "&sitq:{mail}:*",
            "&sitq:reply:*"));
    get(admin.enqueuer().enqueue(submission("salaries", "1", 0)));
    try (RedisBackend backend = connect(rights)) {
      RoleSteps.produce(backend, "mail", admin);
      refused(() -> get(backend.enqueuer().enqueue(submission("salaries", "2", 0))));
      refused(() -> get(backend.results().read("salaries:1")));
      refused(() -> get(backend.cancellations().cancel("salaries:1")));
    }
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasCauseInstanceOf(BackendException.class)
        .hasMessageContaining("may not do this");
  }

  @Test
  void the_rights_of_everybody_are_enough_to_spread_a_queue_that_had_tasks() throws Exception {
    String queue = queue();
    RedisSettings settings = RedisSettings.of(user(server, documentedRights()));
    try (RedisBackend backend = RedisBackend.connect(settings);
        QueueConsumer consumer = backend.consumer(queue, "w")) {
      get(backend.enqueuer().enqueue(submission(queue, "now", 0)));
      Delivery delivery = consumer.fetch(1, Duration.ofSeconds(5)).get(0);
      AttemptFacts facts = new AttemptFacts("t", 1, 0, "w", 1, 2, 3);
      get(consumer.settle(new Settlement.Success(delivery, facts, null, Duration.ofMinutes(1))));
    }
    try (RedisBackend spread =
            RedisBackend.connect(settings.queue(queue, QueueSettings.partitions(3)));
        QueueConsumer consumer = spread.consumer(queue, "w")) {
      get(spread.enqueuer().enqueue(submission(queue, "later", 0)));
      assertThat(consumer.fetch(1, Duration.ofSeconds(5))).hasSize(1);
      assertThat(get(spread.results().read(queue + ":now"))).isPresent();
    }
  }

  @Test
  void no_message_shows_the_password() throws Exception {
    String uri = user(Role.PRODUCER.rights());
    assertThatThrownBy(() -> RedisBackend.connect(uri.replace("s3cret", "wr0ng")).close())
        .hasMessageContaining("refuses the credentials")
        .satisfies(
            e -> {
              java.io.StringWriter trace = new java.io.StringWriter();
              e.printStackTrace(new java.io.PrintWriter(trace));
              assertThat(trace.toString()).doesNotContain("wr0ng").doesNotContain("s3cret");
            });
    try (RedisBackend backend = RedisBackend.connect(uri)) {
      assertThat(backend.toString() + backend.address() + RedisSettings.of(uri))
          .doesNotContain("s3cret");
    }
  }

  /** Keeps no dead letter, so that trimming has something to do. */
  private static RedisBackend connect(List<String> rights) {
    return RedisBackend.connect(RedisSettings.of(user(rights)).deadLetters(0));
  }

  private static String queue() {
    return "q" + users;
  }

  /** What the docs give a user who does everything, the doctor's work too. */
  static String documentedRights() throws Exception {
    Matcher all =
        Pattern.compile("`(\\+@read[^`]*)`")
            .matcher(Files.readString(Path.of("..", "docs", "redis-keys.md")));
    assertThat(all.find()).isTrue();
    return all.group(1).replaceAll("\\s+", " ") + " ~sitq:* resetchannels &sitq:*";
  }

  private static String user(List<String> rights) {
    return user(server, String.join(" ", rights));
  }

  /** Makes a user, and gives the URI with it. */
  static String user(SitqRedis server, String rights) {
    String name = "user" + ++users;
    RedisClient client = RedisClient.create(server.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      CommandArgs<String, String> args =
          new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add(name);
      args.add("reset").add("on").add(">s3cret");
      for (String right : rights.split(" ", -1)) {
        args.add(right);
      }
      connection.sync().dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), args);
    } finally {
      client.shutdown();
    }
    URI uri = URI.create(server.uri());
    return "redis://" + name + ":s3cret@" + uri.getHost() + ":" + uri.getPort();
  }
}
