package io.sitq.worker;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.RetryPolicy;
import io.sitq.Task;
import io.sitq.TaskEvent;
import io.sitq.TaskFailure;
import io.sitq.TaskListener;
import io.sitq.TaskName;
import io.sitq.TaskOptions;
import io.sitq.json.JsonSerializer;
import io.sitq.json.JsonText;
import io.sitq.kryo.EnvelopeCodec;
import io.sitq.kryo.KryoSerializer;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Delivery;
import io.sitq.spi.Envelope;
import io.sitq.spi.ExecutionOptions;
import io.sitq.spi.Limits;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.worker.Tasks.Divide;
import io.sitq.worker.Tasks.Echo;
import io.sitq.worker.Tasks.Note;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The life of one task. */
class ExecutionTest extends WorkerTestBase {
  @Test
  void a_result_is_stored_with_the_codec_of_its_task() {
    start(builder().handle(Divide.class, task -> task.a() / task.b()));
    String id = enqueue(new Divide(10, 2));
    Settlement.Success success = (Settlement.Success) settlement(id);
    assertThat(value(id, Integer.class)).isEqualTo(5);
    assertThat(success.value().codec()).isEqualTo("kryo");
    assertThat(success.ttl()).isEqualTo(Duration.ofHours(24));
    assertThat(success.facts().worker()).isEqualTo(worker.id());
    assertThat(success.facts().enqueuedAtMillis()).isPositive();
  }

  @Test
  void a_json_task_has_a_json_result() {
    start(
        builder()
            .serializer(new KryoSerializer())
            .serializer(new JsonSerializer())
            .handle(Divide.class, task -> task.a() / task.b()));
    byte[] payload = "{\"a\":10,\"b\":2}".getBytes(StandardCharsets.UTF_8);
    deliver("default:json", "divide", "json", payload);
    Settlement.Success success = (Settlement.Success) settlement("default:json");
    assertThat(success.value().codec()).isEqualTo(JsonText.CODEC);
    assertThat(new String(success.value().bytes(), StandardCharsets.UTF_8)).isEqualTo("5");
  }

  @Test
  void a_null_result_and_an_unwanted_one_are_stored_as_none() {
    start(builder().run(Note.class, note -> {}).handle(Echo.class, Echo::text));
    assertThat(((Settlement.Success) settlement(enqueue(new Note("x")))).value()).isNull();
    String unwanted = enqueue(new Echo("x"), TaskOptions.defaults().noResult());
    Settlement.Success success = (Settlement.Success) settlement(unwanted);
    assertThat(success.value()).isNull();
    assertThat(success.ttl()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void an_exception_is_a_failed_result_with_the_frame_of_the_handler() {
    start(builder().handle(Divide.class, task -> task.a() / task.b()));
    TaskFailure failure = failure(enqueue(new Divide(10, 0)));
    assertThat(failure.error()).isEqualTo("/ by zero");
    assertThat(failure.errorType()).isEqualTo("java.lang.ArithmeticException");
    assertThat(failure.supertypes())
        .containsExactly(
            "java.lang.RuntimeException", "java.lang.Exception", "java.lang.Throwable");
    assertThat(failure.traceback())
        .startsWith("java.lang.ArithmeticException: / by zero\n\tat " + getClass().getName());
  }

  @Test
  void whatever_a_handler_throws_fails_its_task_and_the_worker_goes_on() {
    start(
        builder()
            .concurrency(2)
            .handle(
                Echo.class,
                task ->
                    switch (task.text()) {
                      case "deep" -> deeper(1);
                      case "assert" -> throw new AssertionError("not so");
                      case "link" -> throw new NoClassDefFoundError("gone/Class");
                      case "checked" -> throw new java.io.IOException("sneaky");
                      case "interrupted" -> throw new InterruptedException("by itself");
                      case "file" -> Files.readString(Path.of("/nonexistent.txt"));
                      case "wrapped" ->
                          throw new CompletionException(new java.io.IOException("inside"));
                      default -> task.text();
                    }));
    assertThat(failure(enqueue(new Echo("deep"))).errorType())
        .isEqualTo("java.lang.StackOverflowError");
    assertThat(failure(enqueue(new Echo("assert"))).error()).isEqualTo("not so");
    assertThat(failure(enqueue(new Echo("link"))).errorType())
        .isEqualTo("java.lang.NoClassDefFoundError");
    assertThat(failure(enqueue(new Echo("checked"))).error()).isEqualTo("sneaky");
    assertThat(failure(enqueue(new Echo("interrupted"))).error()).isEqualTo("by itself");
    assertThat(failure(enqueue(new Echo("file"))).error())
        .isEqualTo("NoSuchFileException: /nonexistent.txt");
    assertThat(failure(enqueue(new Echo("wrapped"))).errorType()).isEqualTo("java.io.IOException");
    assertThat(value(enqueue(new Echo("fine")), String.class)).isEqualTo("fine");
  }

  private static String deeper(int n) {
    return n < 0 ? "" : deeper(n + 1) + n;
  }

  @Test
  void a_stage_ends_the_task_when_it_completes() {
    start(
        builder()
            .concurrency(1)
            .handleAsync(
                Echo.class,
                task ->
                    switch (task.text()) {
                      case "done" -> completedFuture("at once");
                      case "later" -> supplyAsync(() -> "later");
                      case "failed" -> failedFuture(new IllegalStateException("no luck"));
                      case "throws" -> throw new IllegalArgumentException("before the stage");
                      default -> null;
                    }));
    assertThat(value(enqueue(new Echo("done")), String.class)).isEqualTo("at once");
    assertThat(value(enqueue(new Echo("later")), String.class)).isEqualTo("later");
    assertThat(failure(enqueue(new Echo("failed"))).error()).isEqualTo("no luck");
    assertThat(failure(enqueue(new Echo("throws"))).error()).isEqualTo("before the stage");
    assertThat(failure(enqueue(new Echo("null"))).error())
        .isEqualTo("the handler of echo returned null, not a CompletionStage");
  }

  @Test
  void a_handler_sees_its_context_and_the_mdc_names_the_task() {
    Map<String, String> seen = new ConcurrentHashMap<>();
    start(
        builder()
            .concurrency(1)
            .handle(
                Echo.class,
                (task, context) -> {
                  seen.putAll(MDC.getCopyOfContextMap());
                  MDC.put("left", "behind");
                  seen.put("thread", Thread.currentThread().getName());
                  return context.taskId()
                      + context.taskName()
                      + context.queue()
                      + context.attempt()
                      + context.workerId()
                      + context.headers()
                      + context.deadline().isPresent()
                      + context.isCancelled()
                      + context.logger().getName();
                }));
    String first = enqueue(new Echo("a"));
    settlement(first);
    seen.clear();
    TaskOptions options =
        TaskOptions.defaults().header("trace", "17").timeout(Duration.ofMinutes(1));
    String id = enqueue(new Echo("b"), options);
    assertThat(value(id, String.class))
        .isEqualTo(
            id + "echodefault1" + worker.id() + "{trace=17}truefalse" + Echo.class.getName());
    assertThat(seen).containsEntry("task_id", id).containsEntry("task", "echo");
    assertThat(seen).containsEntry("queue", "default").containsEntry("attempt", "1");
    assertThat(seen).doesNotContainKey("left");
    assertThat(seen.get("thread")).startsWith("sitq-handler-");
  }

  @Test
  void a_failed_attempt_is_followed_by_others_and_the_result_keeps_their_errors() {
    HandlerOptions retry =
        HandlerOptions.defaults()
            .retry(RetryPolicy.fixed(Duration.ofMillis(5)).maxAttempts(3))
            .failureTtl(Duration.ofHours(1));
    start(
        builder()
            .handle(
                Echo.class,
                (task, context) -> {
                  throw new IllegalStateException("attempt " + context.attempt());
                },
                retry));
    String id = enqueue(new Echo("x"));
    List<Settlement> all = settlements(id, 3);
    assertThat(all.get(0)).isInstanceOf(Settlement.Retry.class);
    assertThat(all.get(1)).isInstanceOf(Settlement.Retry.class);
    Settlement.Failure last = (Settlement.Failure) all.get(2);
    assertThat(last.failure().error()).isEqualTo("attempt 3");
    assertThat(last.errors()).extracting("error").containsExactly("attempt 1", "attempt 2");
    assertThat(last.ttl()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void a_handler_can_ask_for_a_delay_or_give_up() {
    HandlerOptions retry =
        HandlerOptions.defaults().retry(RetryPolicy.fixed(Duration.ofHours(1)).maxAttempts(3));
    start(
        builder()
            .handle(
                Echo.class,
                task -> {
                  throw task.text().equals("later")
                      ? new RetryLater(Duration.ofDays(1), "busy")
                      : new GiveUp("useless", new java.io.IOException("the cause"));
                },
                retry));
    Settlement.Retry later = (Settlement.Retry) settlement(enqueue(new Echo("later")));
    assertThat(later.delay()).isEqualTo(Duration.ofDays(1));
    assertThat(later.failure().error()).isEqualTo("busy");
    TaskFailure failure = failure(enqueue(new Echo("never")));
    assertThat(failure.error()).isEqualTo("the cause");
    assertThat(failure.errorType()).isEqualTo("java.io.IOException");
  }

  @Test
  void a_handler_that_asks_for_later_when_no_attempt_is_left_is_told_so_in_the_error() {
    start(
        builder()
            .handle(
                Echo.class,
                task -> {
                  throw new RetryLater(
                      Duration.ZERO, "later", new java.io.IOException(task.text()));
                }));
    assertThat(failure(enqueue(new Echo("busy"))).error())
        .isEqualTo("busy (no attempt is left: used 1 of 1)");
    String twice = enqueue(new Echo("busy"), TaskOptions.defaults().maxAttempts(2));
    assertThat(settlements(twice, 2))
        .extracting(Settlement::getClass)
        .isEqualTo(List.of(Settlement.Retry.class, Settlement.Failure.class));
    assertThat(((Settlement.Failure) settlements(twice, 2).get(1)).failure().error())
        .isEqualTo("busy (no attempt is left: used 2 of 2)");
  }

  @Test
  void a_task_that_nobody_knows_is_handed_back_and_fails_in_the_end() {
    start(
        builder()
            .unknownTasks(Duration.ofMillis(1), Duration.ofMillis(4), 3)
            .handle(Divide.class, task -> 1)
            .handle(Echo.class, task -> ""));
    String id;
    try (LogCapture log = new LogCapture("io.sitq.worker")) {
      id = enqueue(new Note("x"));
      List<Settlement> all = settlements(id, 4);
      assertThat(all.subList(0, 3)).allMatch(s -> ((Settlement.Release) s).handback());
      assertThat(log.lines().stream().filter(l -> l.startsWith("WARN No handler"))).hasSize(1);
    }
    TaskFailure failure = ((Settlement.Failure) backend.settlementsOf(id).get(3)).failure();
    assertThat(failure.errorType()).isEqualTo(UnknownTaskException.class.getName());
    assertThat(failure.error()).contains("\"note\"", "3 times", "divide, echo, say", worker.id());
  }

  private void deliver(String id, String task, String codec, byte[] payload) {
    Envelope envelope =
        new Envelope(
            id, task, codec, 1, ExecutionOptions.DEFAULTS, Map.of(), ByteSlice.of(payload));
    deliver(id, task, new EnvelopeCodec().encode(envelope));
  }

  private void deliver(String id, String task, byte[] envelope) {
    backend.put(new Delivery("default", "e-" + id, id, task, 1, 0, 0, List.of(), envelope));
  }

  @Test
  void what_does_not_decode_fails_at_once_and_says_what_and_why() {
    HandlerOptions retry = HandlerOptions.defaults().retry(RetryPolicy.fixed(Duration.ofMillis(1)));
    start(builder().handle(Divide.class, task -> 1, retry));
    deliver("default:e", "divide", new byte[] {9, 8, 7, 6, 5, 4, 3});
    deliver("default:p", "divide", "kryo", new byte[] {-1, -1, -1, -1, 7});
    deliver("default:c", "divide", "json", new byte[] {1});
    for (String id : List.of("default:e", "default:p", "default:c")) {
      TaskFailure failure = failure(id);
      assertThat(failure.errorType()).isEqualTo("io.sitq.TaskSerializationException");
      assertThat(failure.error()).contains("divide", id);
    }
    assertThat(failure("default:e").error()).startsWith("envelope of task");
    assertThat(failure("default:p").error()).startsWith("payload of task");
    assertThat(failure("default:c").error()).contains("\"json\"", "[kryo]");
  }

  @Test
  void a_task_that_was_renamed_is_executed_under_the_name_that_an_earlier_release_wrote() {
    start(builder().handle(Echo.class, task -> "echo of " + task.text()));
    // the envelope and the payload {text: "hi"} as release 0.1.0 wrote them for the task "say"
    String envelope = "016b7279ef80bcd9f29e340009" + "0901746578f40568e9";
    deliver("default:former", "say", HexFormat.of().parseHex(envelope));

    Settlement.Success success = (Settlement.Success) settlement("default:former");
    assertThat(decoded(success.value().bytes())).isEqualTo("echo of hi");
    assertThat(success.facts().task()).isEqualTo("say");
  }

  private static Object decoded(byte[] bytes) {
    return new KryoSerializer().codecFor(String.class, "x").decode(ByteSlice.of(bytes));
  }

  @TaskName("picky")
  record Picky(int a) implements Task<Integer> {
    Picky {
      if (a < 0) {
        throw new IllegalArgumentException("a must not be negative");
      }
    }
  }

  @Test
  void of_what_was_refused_only_the_trace_of_a_records_own_code_is_kept() {
    start(builder().handle(Picky.class, Picky::a));
    deliver("default:damaged", "picky", "kryo", new byte[] {-1});
    deliver("default:negative", "picky", "kryo", HexFormat.of().parseHex("090182610201"));

    assertThat(failure("default:damaged").traceback())
        .isEqualTo(
            "io.sitq.TaskSerializationException: " + failure("default:damaged").error() + "\n");
    assertThat(failure("default:negative").error()).contains("picky", "see the cause");
    assertThat(failure("default:negative").traceback())
        .startsWith("io.sitq.TaskSerializationException: payload of task")
        .contains("\nCaused by: java.lang.IllegalArgumentException: a must not be negative\n\tat ")
        .contains("ExecutionTest$Picky.<init>");
  }

  @Test
  void a_result_that_is_too_large_fails_and_says_so() {
    start(builder().handle(Echo.class, task -> "x".repeat(Limits.ENVELOPE_BYTES + 1)));
    TaskFailure failure = failure(enqueue(new Echo("x")));
    assertThat(failure.errorType()).isEqualTo("io.sitq.TaskSerializationException");
    assertThat(failure.error()).contains("result of task echo", "can't be stored");
  }

  @Test
  void listeners_hear_of_a_task_after_the_backend_has_answered() {
    List<String> heard = new CopyOnWriteArrayList<>();
    backend.answer =
        settlement -> {
          heard.add("settled");
          return settlement.delivery().id().endsWith("lost")
              ? SettleOutcome.LOST
              : settlement.delivery().id().endsWith("cancelled")
                  ? SettleOutcome.CANCELLED
                  : SettleOutcome.SETTLED;
        };
    AtomicReference<TaskEvent> last = new AtomicReference<>();
    start(
        builder()
            .listener(new Recorder(heard, last))
            .handle(Divide.class, task -> task.a() / task.b()));
    hear(heard, "settled succeeded", new Divide(1, 1), "ok");
    hear(heard, "settled failed", new Divide(1, 0), "bad");
    assertThat(last.get().failure().error()).isEqualTo("/ by zero");
    assertThat(last.get().registered()).isTrue();
    assertThat(last.get().workerId()).isEqualTo(worker.id());
    hear(heard, "settled lost", new Divide(1, 1), "lost");
    hear(heard, "settled cancelled", new Divide(1, 1), "cancelled");
  }

  private void hear(List<String> heard, String expected, Divide task, String id) {
    heard.clear();
    enqueue(task, TaskOptions.defaults().id(id));
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(String.join(" ", heard)).isEqualTo("started " + expected));
  }

  private record Recorder(List<String> heard, AtomicReference<TaskEvent> last)
      implements TaskListener {
    @Override
    public void started(TaskEvent event) {
      heard.add("started");
    }

    @Override
    public void succeeded(TaskEvent event) {
      heard.add("succeeded");
    }

    @Override
    public void failed(TaskEvent event) {
      last.set(event);
      heard.add("failed");
    }

    @Override
    public void cancelled(TaskEvent event) {
      heard.add("cancelled");
    }

    @Override
    public void lost(TaskEvent event) {
      heard.add("lost");
      throw new IllegalStateException("listeners may throw");
    }
  }
}
