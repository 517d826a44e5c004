package io.sitq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
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
import io.sitq.testkit.invariant.InvariantChecker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that waits for each task it enqueues asks to be told with the enqueueing. */
class ExpectedTasksIT {
  private static final String QUEUE = "calls";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SitqRedis redis = SitqRedis.shared();
  private final String namespace = redis.newNamespace();
  private final RedisBackend backend =
      RedisBackend.connect(RedisSettings.of(redis.uri()).namespace(namespace));
  private final QueueConsumer consumer = backend.consumer(QUEUE, "w");
  private final RedisClient client = RedisClient.create(redis.uri());
  private final StatefulRedisConnection<String, String> connection = client.connect();
  private final RedisCommands<String, String> commands = connection.sync();
  private int tasks;

  @AfterEach
  void close() {
    consumer.close();
    backend.close();
    connection.close();
    client.shutdown();
    InvariantChecker.of(redis.uri(), namespace).drained().check();
  }

  @Test
  void one_who_waits_for_each_task_is_registered_when_it_is_enqueued() {
    waitForTenTasks();
    String id = newTask();
    assertThat(registered(id)).isTrue();

    settleOne("value".getBytes(UTF_8));
    assertThat(registered(id)).isFalse();
    assertSucceeded(id, "value");
  }

  @Test
  void one_who_waits_when_the_task_has_not_ended_is_told() {
    waitForTenTasks();
    String id = newTask();
    CompletionStage<Optional<StoredTask>> end = await(id);
    CompletionStage<Optional<StoredTask>> again = await(id);
    settleOne("value".getBytes(UTF_8));

    assertThat(join(end).orElseThrow().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(join(again).orElseThrow().status()).isEqualTo(TaskStatus.SUCCESS);
    assertSucceeded(id, "value");
  }

  @Test
  void a_value_too_large_for_the_message_is_read_when_it_is_waited_for() {
    waitForTenTasks();
    String id = newTask();
    String large = "v".repeat(100_000);
    settleOne(large.getBytes(UTF_8));
    assertSucceeded(id, large);
  }

  @Test
  void one_who_does_not_wait_is_not_registered() {
    for (int i = 0; i < 20; i++) {
      assertThat(registered(newTask())).isFalse();
    }
    settleAll(20);
    waitForTenTasks();
    for (int i = 0; i < 50; i++) {
      newTask(); // and so nobody expects that any more
    }
    assertThat(registered(newTask())).isFalse();
    settleAll(51);
  }

  @Test
  void waiting_for_a_duplicate_of_a_task_that_has_ended_gives_its_result() {
    String id = newTask();
    settleOne("first".getBytes(UTF_8));
    waitForTenTasks();

    assertThat(join(backend.enqueuer().enqueue(submission(id))))
        .isEqualTo(EnqueueOutcome.DUPLICATE);
    assertThat(registered(id)).isFalse();
    assertSucceeded(id, "first");
  }

  @Test
  void a_foreign_type_in_place_of_the_waiting_hash_delays_the_answer_and_loses_nothing() {
    waitForTenTasks();
    commands.set(namespace + ":{" + QUEUE + "}:waiting", "foreign");
    String id = newTask();
    CompletionStage<Optional<StoredTask>> end = await(id);
    settleOne("value".getBytes(UTF_8));
    assertThat(join(end).orElseThrow().status()).isEqualTo(TaskStatus.SUCCESS);
    commands.del(namespace + ":{" + QUEUE + "}:waiting");
  }

  @Test
  void a_result_that_was_told_before_anybody_waited_can_be_read_again() {
    waitForTenTasks();
    String id = newTask();
    settleOne("value".getBytes(UTF_8));
    assertSucceeded(id, "value");
    assertSucceeded(id, "value");
  }

  private void waitForTenTasks() {
    for (int i = 0; i < 10; i++) {
      String id = newTask();
      CompletionStage<Optional<StoredTask>> end = await(id);
      settleOne(new byte[] {1});
      assertThat(join(end)).isPresent();
    }
  }

  private Submission submission(String id) {
    return new Submission(QUEUE, id, "t", "envelope".getBytes(UTF_8), 0);
  }

  private String newTask() {
    String id = QUEUE + ":" + tasks++;
    assertThat(join(backend.enqueuer().enqueue(submission(id)))).isEqualTo(EnqueueOutcome.ACCEPTED);
    return id;
  }

  private CompletionStage<Optional<StoredTask>> await(String id) {
    return backend.results().awaitEnd(id, PATIENCE);
  }

  private void assertSucceeded(String id, String value) {
    StoredTask task = join(await(id)).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(new String(task.value().bytes(), UTF_8)).isEqualTo(value);
  }

  private void settleAll(int count) {
    for (int i = 0; i < count; i++) {
      settleOne(new byte[] {1});
    }
  }

  private void settleOne(byte[] value) {
    Delivery delivery = consumer.fetch(1, PATIENCE).get(0);
    AttemptFacts facts = new AttemptFacts("t", 1, 0, "w", 1, 2, 3);
    EncodedValue encoded = new EncodedValue("kryo", value);
    assertThat(
            join(
                consumer.settle(
                    new Settlement.Success(delivery, facts, encoded, Duration.ofMinutes(5)))))
        .isEqualTo(SettleOutcome.SETTLED);
  }

  private boolean registered(String id) {
    return commands.hexists(namespace + ":{" + QUEUE + "}:waiting", id);
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
