package io.sitq.it.worker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.sitq.Backoff;
import io.sitq.DeadLetter;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.json.JsonSerializer;
import io.sitq.json.JsonText;
import io.sitq.kryo.KryoSerializer;
import io.sitq.seal.Keyring;
import io.sitq.seal.SealException;
import io.sitq.seal.Sealing;
import io.sitq.spi.Submission;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import io.sitq.worker.WorkerBuilder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sealed tasks on a Redis that somebody else writes to and reads from. */
class SealedTasksIT extends OnRedis {
  private static final String SECRET = "card-4711";
  private static final String ENCRYPTING = "e1 aes-256-gcm " + key('e') + "\n";
  private static final String SIGNING = "s1 hmac-sha256 " + key('s') + "\n";

  private final RedisClient client = RedisClient.create(redis.uri());
  private final StatefulRedisConnection<byte[], byte[]> connection =
      client.connect(ByteArrayCodec.INSTANCE);
  private final AtomicInteger handled = new AtomicInteger();
  private TaskQueue sealed;

  @BeforeEach
  void openSealed() {
    sealed = queueWith(ENCRYPTING);
  }

  @AfterEach
  void closeSealed() {
    sealed.close();
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  /** Requeued tasks are counted twice. */
  @Override
  InvariantChecker invariants() {
    return InvariantChecker.of(redis.uri(), namespace);
  }

  @Test
  void payload_result_headers_and_errors_can_be_read_with_the_keys_alone() {
    start(sealedWorker(ENCRYPTING));
    TaskOptions options =
        TaskOptions.defaults()
            .header("customer", SECRET)
            .maxAttempts(2)
            .backoff(Backoff.fixed(Duration.ofMillis(300)));
    TaskHandle<String> good = sealed.enqueue(new Say(SECRET), options);
    TaskHandle<JsonText> json =
        sealed.enqueue("say", new JsonText("{\"text\":\"" + SECRET + "\"}"), options);
    TaskHandle<String> bad = sealed.enqueue(new Say("fail " + SECRET), options);

    assertThat(good.await(SOON).value()).isEqualTo("said " + SECRET);
    assertThat(json.await(SOON).value().text()).isEqualTo("\"said " + SECRET + "\"");
    TaskResult<String> failed = bad.await(SOON);
    assertThat(failed.error()).isEqualTo("refused fail " + SECRET);
    assertThat(failed.traceback()).contains(SECRET, "\tat io.sitq.it.worker.SealedTasksIT");
    assertThat(failed.errors()).hasSize(1);
    assertThat(failed.errors().get(0).error()).isEqualTo("refused fail " + SECRET);
    DeadLetter letter = sealed.deadLetters().get(bad.id()).orElseThrow();
    assertThat(letter.failure().error()).contains(SECRET);
    assertThat(everythingInRedis()).contains("encrypted with key e1").doesNotContain(SECRET);

    TaskResult<String> blind = queue.getResult(good.id(), Say.class).orElseThrow();
    assertThat(blind.status()).isEqualTo(TaskStatus.SUCCESS);
    assertThatThrownBy(blind::value).isInstanceOf(SealException.class).hasMessageContaining("e1");
    assertThat(queue.getResult(bad.id()).orElseThrow().error()).isEqualTo("encrypted with key e1");
    assertThat(sealed.deadLetters().requeue(bad.id())).isTrue();
    assertThat(bad.await(SOON).error()).contains(SECRET);
  }

  @Test
  void an_envelope_that_was_copied_or_changed_is_a_dead_letter_and_no_handler_sees_it()
      throws Exception {
    TaskHandle<String> original = sealed.enqueue(new Say("hello"));
    byte[] envelope = liveEnvelope();
    byte[] changed = envelope.clone();
    changed[changed.length - 20] ^= 1;
    submit("default:copied", "say", envelope);
    submit("default:changed", "say", changed);
    submit("default:other-task", "note", envelope);
    submit("mail:copied", "say", envelope);
    byte[] random = new byte[200];
    random[0] = 's';
    submit("default:random", "say", random);
    start(sealedWorker(ENCRYPTING).run(Tasks.Note.class, task -> handled.incrementAndGet()));

    assertThat(original.await(SOON).value()).isEqualTo("said hello");
    for (String id :
        List.of(
            "default:copied",
            "default:changed",
            "default:other-task",
            "mail:copied",
            "default:random")) {
      TaskResult<Object> result = sealed.getResult(id, SOON).orElseThrow();
      assertThat(result.status()).as(id).isEqualTo(TaskStatus.FAILED);
      assertThat(result.errorType()).isEqualTo(SealException.class.getName());
      assertThat(result.error()).contains(id);
    }
    assertThat(handled).hasValue(1);
  }

  @Test
  void a_task_that_is_not_sealed_is_kept_and_runs_once_a_worker_takes_it() {
    Worker strict = start(sealedWorker(SIGNING));
    TaskHandle<String> plain = queue.enqueue(new Say("plain"));
    TaskResult<String> refused = plain.await(SOON);
    assertThat(refused.failedWith(SealException.class)).isTrue();
    assertThat(refused.error()).contains("say", plain.id(), "not sealed");
    assertThat(handled).hasValue(0);
    strict.close();

    start(sealedWorker(sealing(SIGNING).acceptUnsealed()));
    assertThat(queue.deadLetters().requeue(plain.id())).isTrue();
    assertThat(plain.await(SOON).value()).isEqualTo("said plain");
  }

  @Test
  void a_result_of_another_task_or_of_nobody_is_not_believed() {
    start(sealedWorker(SIGNING));
    TaskQueue signed = queueWith(SIGNING);
    TaskHandle<String> one = signed.enqueue(new Say("one"));
    TaskHandle<String> two = signed.enqueue(new Say("two"));
    assertThat(one.await(SOON).value()).isEqualTo("said one");
    assertThat(two.await(SOON).value()).isEqualTo("said two");
    RedisCommands<byte[], byte[]> commands = connection.sync();
    byte[] value = commands.hget(hash(two.id()), bytes("value"));

    commands.hset(hash(one.id()), bytes("value"), value);
    assertThatThrownBy(() -> one.result().orElseThrow().value())
        .isInstanceOf(SealException.class)
        .hasMessageContaining(one.id())
        .hasMessageContaining("does not fit");

    String facts = new String(commands.hget(hash(one.id()), bytes("facts")), UTF_8);
    byte[] forged = new KryoSerializer().codecFor(String.class, "say").encode("forged");
    commands.hset(
        hash(one.id()),
        Map.of(bytes("facts"), bytes(facts.replace("sealed", "kryo")), bytes("value"), forged));
    assertThatThrownBy(() -> one.result().orElseThrow().value())
        .isInstanceOf(SealException.class)
        .hasMessageContaining("not sealed");
    signed.close();
  }

  @Test
  void a_success_without_a_value_is_proved_too_and_one_that_somebody_wrote_is_not_believed() {
    start(sealedWorker(SIGNING).run(Tasks.Note.class, task -> handled.incrementAndGet()));
    TaskQueue signed = queueWith(SIGNING);
    TaskHandle<Void> nothing = signed.enqueue(new Tasks.Note("a"));
    TaskHandle<String> unkept = signed.enqueue(new Say("b"), TaskOptions.defaults().noResult());
    assertThat(nothing.await(SOON).value()).isNull();
    assertThat(unkept.await(SOON).value()).isNull();

    TaskHandle<Void> never =
        signed.enqueue(new Tasks.Note("c"), TaskOptions.defaults().delay(Duration.ofMinutes(5)));
    connection.sync().hset(hash(never.id()), bytes("status"), bytes("success"));
    byte[] sealedNothing = connection.sync().hget(hash(nothing.id()), bytes("value"));
    connection.sync().hdel(hash(nothing.id()), bytes("value"));
    for (TaskHandle<Void> forged : List.of(never, nothing)) {
      TaskResult<Void> result = forged.result().orElseThrow();
      assertThat(result.status()).as("what Redis says").isEqualTo(TaskStatus.SUCCESS);
      assertThatThrownBy(result::value)
          .isInstanceOf(SealException.class)
          .hasMessageContaining(forged.id())
          .hasMessageContaining("not sealed");
    }
    connection.sync().hset(hash(nothing.id()), bytes("value"), sealedNothing);
    connection.sync().hdel(hash(never.id()), bytes("status"));
    assertThat(signed.cancel(never.id())).isEqualTo(io.sitq.CancelOutcome.CANCELLED);
    signed.close();
  }

  @Test
  void keys_change_while_tasks_wait() {
    TaskHandle<String> before = sealed.enqueue(new Say("before"));
    String both = "e2 aes-256-gcm " + key('f') + "\n" + ENCRYPTING;
    start(sealedWorker(both));
    try (TaskQueue next = queueWith(both)) {
      TaskHandle<String> after = next.enqueue(new Say("after"));
      assertThat(after.await(SOON).value()).isEqualTo("said after");
      assertThat(next.getResult(before.id(), Say.class, SOON).orElseThrow().value())
          .isEqualTo("said before");
    }
    assertThatThrownBy(() -> before.await(SOON).value())
        .as("read with the old key alone, sealed with the new one")
        .isInstanceOf(SealException.class)
        .hasMessageContaining("\"e2\"");
  }

  private WorkerBuilder sealedWorker(String keys) {
    return sealedWorker(sealing(keys));
  }

  private WorkerBuilder sealedWorker(Sealing sealing) {
    return worker()
        .queue("default")
        .queue("mail")
        .logTasks(false)
        .sealing(sealing)
        .handle(
            Say.class,
            task -> {
              handled.incrementAndGet();
              if (task.text().startsWith("fail")) {
                throw new IllegalStateException("refused " + task.text());
              }
              return "said " + task.text();
            });
  }

  private TaskQueue queueWith(String keys) {
    return TaskQueue.builder(connect())
        .serializer(new KryoSerializer())
        .serializer(new JsonSerializer())
        .sealing(sealing(keys))
        .build();
  }

  private static Sealing sealing(String keys) {
    return Sealing.with(Keyring.ofText(keys));
  }

  private static String key(char filler) {
    return Base64.getEncoder().encodeToString(String.valueOf(filler).repeat(32).getBytes(UTF_8));
  }

  private void submit(String id, String task, byte[] envelope) {
    try (var backend = connect()) {
      String queueName = id.substring(0, id.indexOf(':'));
      backend
          .enqueuer()
          .enqueue(new Submission(queueName, id, task, envelope, 0))
          .toCompletableFuture()
          .join();
    }
  }

  /** The envelope of the one task that waits. */
  private byte[] liveEnvelope() {
    byte[] ready = bytes(namespace + ":{default}:ready");
    Map<byte[], byte[]> entry =
        connection.sync().xrange(ready, io.lettuce.core.Range.unbounded()).get(0).getBody();
    return entry.entrySet().stream()
        .filter(field -> new String(field.getKey(), UTF_8).equals("envelope"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private byte[] hash(String id) {
    return bytes(namespace + ":{default}:task:" + id);
  }

  /** Every key of the namespace as Redis would save it. */
  private String everythingInRedis() {
    StringBuilder all = new StringBuilder();
    ScanIterator<byte[]> keys =
        ScanIterator.scan(connection.sync(), ScanArgs.Builder.matches(namespace + ":*"));
    while (keys.hasNext()) {
      byte[] key = keys.next();
      all.append(new String(key, UTF_8)).append('\n');
      if (connection.sync().type(key).equals("hash")) {
        connection
            .sync()
            .hgetall(key)
            .forEach((name, value) -> all.append(new String(value, ISO_8859_1)).append('\n'));
      } else {
        all.append(new String(connection.sync().dump(key), ISO_8859_1)).append('\n');
      }
    }
    return all.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
