package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sitq.CancelOutcome;
import io.sitq.DeadLetterFilter;
import io.sitq.SitqException;
import io.sitq.TaskOptions;
import io.sitq.TaskResult;
import io.sitq.TaskSerializationException;
import io.sitq.TaskStatus;
import io.sitq.TaskValidationException;
import io.sitq.it.worker.Tasks.Bulk;
import io.sitq.it.worker.Tasks.Chain;
import io.sitq.it.worker.Tasks.Divide;
import io.sitq.it.worker.Tasks.HasOpaque;
import io.sitq.it.worker.Tasks.Link;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.json.JsonText;
import io.sitq.kryo.EnvelopeCodec;
import io.sitq.redis.RedisBackend;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Envelope;
import io.sitq.spi.ExecutionOptions;
import io.sitq.spi.Submission;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is wrong is refused or failed with what, where and what to do; the worker lives. */
class BadInputIT extends OnRedis {
  private boolean uncounted; // more names than are counted

  @Test
  void a_record_with_a_type_that_cant_be_serialized_is_refused_when_it_is_enqueued() {
    assertThatThrownBy(() -> queue.enqueue(new HasOpaque(null)))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("opaque")
        .hasMessageContaining("Opaque");
  }

  @Test
  void null_tasks_and_options_are_refused() {
    assertThatThrownBy(() -> queue.enqueue((Divide) null))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("task must not be null");
    assertThatThrownBy(() -> queue.enqueue(new Divide(1, 1), null))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("options must not be null");
    assertThatThrownBy(() -> queue.enqueueAll(java.util.Arrays.asList(new Divide(1, 1), null)))
        .isInstanceOf(TaskValidationException.class);
    assertThat(queue.getResult("default:x")).isEmpty();
  }

  @Test
  void an_envelope_over_the_limit_is_refused_with_its_size() {
    assertThatThrownBy(() -> queue.enqueue(new Bulk(new byte[1_048_576])))
        .isInstanceOf(SitqException.class)
        .hasMessageContaining("bulk")
        .hasMessageContaining("1048576");
  }

  @Test
  void one_bad_task_of_a_batch_stops_all_before_the_first_is_sent() {
    assertThatThrownBy(
            () -> queue.enqueueAll(List.of(new Bulk(new byte[1]), new Bulk(new byte[2_000_000]))))
        .isInstanceOf(SitqException.class);

    try (RedisBackend backend = connect()) {
      assertThat(backend.inspector().stats("default").toCompletableFuture().join().pending())
          .isZero();
    }
  }

  @Test
  void ids_that_are_none_are_refused() {
    assertThatThrownBy(() -> queue.getResult("no-colon"))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("<queue>:<id>");
    assertThatThrownBy(
            () ->
                queue.enqueue(
                    new Divide(1, 1), TaskOptions.defaults().queue("mail").id("default:x")))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("another queue");
    assertThatThrownBy(
            () ->
                queue.enqueueAll(
                    List.of(new Divide(1, 1), new Divide(1, 2)), TaskOptions.defaults().id("x")))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("one by one");
  }

  @Test
  void json_that_is_none_is_refused_when_it_is_enqueued() {
    assertThatThrownBy(
            () -> queue.enqueue("divide", new JsonText("{\"a\":1,"), TaskOptions.defaults()))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("line 1");
  }

  @Test
  void json_that_does_not_fit_the_record_fails_and_says_where() {
    start(worker().handle(Divide.class, task -> task.a() / task.b()));

    TaskResult<JsonText> result =
        queue
            .enqueue("divide", new JsonText("{\"a\":\"ten\",\"b\":1}"), TaskOptions.defaults())
            .await(SOON);

    assertThat(result.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(result.errorType()).isEqualTo(TaskSerializationException.class.getName());
    assertThat(result.error()).contains("divide").contains("a");
  }

  @Test
  void an_unknown_task_is_handed_back_then_failed_with_the_known_ones_in_the_reason() {
    start(
        worker()
            .unknownTasks(Duration.ofMillis(10), Duration.ofMillis(20), 3)
            .handle(Divide.class, task -> 1));

    TaskResult<JsonText> result =
        queue.enqueue("nobody-knows", new JsonText("{}"), TaskOptions.defaults()).await(SOON);

    assertThat(result.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(result.error()).contains("nobody-knows").contains("divide");
    assertThat(result.attempt()).isEqualTo(1);
    assertThat(queue.deadLetters().list(DeadLetterFilter.all()).get(0).task())
        .isEqualTo("nobody-knows");
    assertThat(counts()).isEqualTo(Map.of("unknown", Map.of("failed", 1L)));
  }

  @Test
  void names_that_nobody_registered_do_not_make_the_counts_grow() {
    List<CompletableFuture<CancelOutcome>> cancelled = new ArrayList<>();
    for (int i = 0; i < 4_500; i++) {
      cancelled.add(
          queue
              .async()
              .enqueue("name-" + i, new JsonText("{}"), TaskOptions.defaults())
              .thenCompose(handle -> queue.async().cancel(handle.id()))
              .toCompletableFuture());
    }
    cancelled.forEach(CompletableFuture::join);

    Map<String, Map<String, Long>> counts = counts();
    assertThat(counts).hasSize(4_001);
    assertThat(counts.get("unknown")).isEqualTo(Map.of("cancelled", 500L));
    uncounted = true;
  }

  @Test
  void a_worker_accepts_only_the_codecs_that_it_was_given() {
    start(Worker.on(connect()).handle(Divide.class, task -> task.a() / task.b()));

    TaskResult<JsonText> result =
        queue
            .enqueue("divide", new JsonText("{\"a\":4,\"b\":2}"), TaskOptions.defaults())
            .await(SOON);

    assertThat(result.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(result.error())
        .contains("divide")
        .contains("is encoded with codec \"json\", this worker accepts [kryo]");
    assertThat(queue.enqueue(new Divide(4, 2)).await(SOON).value()).isEqualTo(2);
  }

  @Test
  void a_task_that_another_worker_knows_gets_there() {
    start(
        worker()
            .unknownTasks(Duration.ofMillis(10), Duration.ofMillis(50), 1000)
            .handle(Divide.class, task -> 1));
    start(
        worker()
            .unknownTasks(Duration.ofMillis(10), Duration.ofMillis(50), 1000)
            .handle(Say.class, Say::text));

    assertThat(queue.enqueue(new Say("found")).await(SOON).value()).isEqualTo("found");
    assertThat(queue.enqueue(new Divide(1, 1)).await(SOON).value()).isEqualTo(1);
  }

  @Test
  void random_bytes_in_an_envelopes_place_become_a_dead_letter() {
    start(worker().handle(Divide.class, task -> task.a() / task.b()));
    Random random = new Random(20_261_123);
    try (RedisBackend backend = connect()) {
      for (int i = 0; i < 200; i++) {
        byte[] garbage = new byte[random.nextInt(300)];
        random.nextBytes(garbage);
        backend
            .enqueuer()
            .enqueue(new Submission("default", "default:g" + i, "divide", garbage, 0))
            .toCompletableFuture()
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
      }
    }

    for (int i = 0; i < 200; i++) {
      TaskResult<Object> result = queue.getResult("default:g" + i, SOON).orElseThrow();
      assertThat(result.status()).as("payload %d", i).isEqualTo(TaskStatus.FAILED);
      // of bytes that look sealed, the subtype that says so
      assertThat(result.failedWith(TaskSerializationException.class)).as("payload %d", i).isTrue();
    }
    assertThat(queue.enqueue(new Divide(4, 2)).await(SOON).value()).isEqualTo(2);
  }

  @Test
  void a_payload_whose_length_prefix_is_a_lie_is_failed_by_id_and_name() {
    start(worker().handle(Bulk.class, Bulk::bytes));
    String id = "default:liar";
    byte[] envelope =
        new EnvelopeCodec()
            .encode(
                new Envelope(
                    id,
                    "bulk",
                    "kryo",
                    1,
                    ExecutionOptions.DEFAULTS,
                    Map.of(),
                    ByteSlice.of(new byte[] {7, -1, -1, -1, -1, 7})));
    send(new Submission("default", id, "bulk", envelope, 0));

    TaskResult<Object> result = queue.getResult(id, SOON).orElseThrow();

    assertThat(result.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(result.error()).contains("bulk").contains(id);
  }

  @Test
  void a_result_that_cant_be_serialized_fails_says_why_and_the_worker_lives() {
    start(
        worker()
            .handle(
                Chain.class,
                task -> {
                  Link chain = new Link(null);
                  for (int i = 1; i < task.links(); i++) {
                    chain = new Link(chain);
                  }
                  return chain;
                }));

    TaskResult<Link> result = queue.enqueue(new Chain(1000)).await(SOON);

    assertThat(result.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(result.errorType()).isEqualTo(TaskSerializationException.class.getName());
    assertThat(result.error()).contains("result").contains("chain").contains("64 levels");
    assertThat(queue.enqueue(new Chain(2)).await(SOON).value()).isEqualTo(new Link(new Link(null)));
  }

  @Test
  void a_result_over_the_limit_fails_and_says_so() {
    start(worker().handle(Bulk.class, task -> new byte[2_000_000]));

    TaskResult<byte[]> result = queue.enqueue(new Bulk(new byte[0])).await(SOON);

    assertThat(result.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(result.error()).contains("result").contains("1048576");
  }

  @Test
  void entries_that_are_no_tasks_do_not_stop_a_worker() {
    start(worker().handle(Divide.class, task -> task.a() / task.b()));
    try (RedisBackend backend = connect()) {
      addForeignEntry();
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          backend
                              .inspector()
                              .stats("default")
                              .toCompletableFuture()
                              .join()
                              .counts())
                      .containsEntry("unknown", Map.of("discarded", 1L)));
    }
    assertThat(queue.enqueue(new Divide(4, 2)).await(SOON).value()).isEqualTo(2);
  }

  @Override
  InvariantChecker invariants() {
    return uncounted ? InvariantChecker.of(redis.uri(), namespace) : super.invariants();
  }

  private Map<String, Map<String, Long>> counts() {
    try (RedisBackend backend = connect()) {
      return backend.inspector().stats("default").toCompletableFuture().join().counts();
    }
  }

  private void addForeignEntry() {
    RedisClient client = RedisClient.create(redis.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      connection.sync().xadd(namespace + ":{default}:ready", Map.of("not", "a task"));
    } finally {
      client.shutdown();
    }
  }

  private void send(Submission submission) {
    try (RedisBackend backend = connect()) {
      backend
          .enqueuer()
          .enqueue(submission)
          .toCompletableFuture()
          .orTimeout(20, TimeUnit.SECONDS)
          .join();
    }
  }
}
