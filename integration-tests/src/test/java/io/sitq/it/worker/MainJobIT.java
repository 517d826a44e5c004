package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.TaskExecutionException;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueueException;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import io.sitq.it.worker.Tasks.Bulk;
import io.sitq.it.worker.Tasks.Divide;
import io.sitq.it.worker.Tasks.Fail;
import io.sitq.it.worker.Tasks.ListNumbers;
import io.sitq.it.worker.Tasks.Note;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MainJobIT extends OnRedis {
  @Test
  void a_task_is_executed_and_its_value_comes_back() {
    start(worker().handle(Divide.class, task -> task.a() / task.b()));

    TaskResult<Integer> result = queue.enqueue(new Divide(10, 2)).await(SOON);

    assertThat(result.status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(result.value()).isEqualTo(5);
    assertThat(result.error()).isNull();
    assertThat(result.attempt()).isEqualTo(1);
    assertThat(result.taskName()).isEqualTo("divide");
    assertThat(result.queue()).isEqualTo("default");
    assertThat(result.startedAt().orElseThrow())
        .isBetween(result.enqueuedAt().orElseThrow(), result.finishedAt().orElseThrow());
  }

  @Test
  void what_a_handler_throws_comes_back_as_error_type_and_traceback() {
    start(worker().handle(Divide.class, task -> task.a() / task.b()));

    TaskResult<Integer> result = queue.enqueue(new Divide(10, 0)).await(SOON);

    assertThat(result.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(result.error()).isEqualTo("/ by zero");
    assertThat(result.errorType()).isEqualTo("java.lang.ArithmeticException");
    assertThat(result.traceback())
        .startsWith("java.lang.ArithmeticException: / by zero")
        .contains("MainJobIT");
    assertThat(result.failedWith(ArithmeticException.class)).isTrue();
    assertThat(result.failedWith(RuntimeException.class)).isTrue();
    assertThat(result.failedWith(IOException.class)).isFalse();
    assertThatThrownBy(result::value)
        .isInstanceOf(TaskExecutionException.class)
        .hasMessageContaining("/ by zero")
        .hasMessageContaining(result.id());
  }

  @Test
  void workers_go_on_after_a_failure_whatever_was_thrown() {
    start(
        worker()
            .concurrency(1)
            .handle(
                Fail.class,
                task -> {
                  switch (task.how()) {
                    case "overflow" -> overflow(0);
                    case "assertion" -> throw new AssertionError("not so");
                    case "checked" -> throw new IOException("disk on fire");
                    case "cause" -> throw new UncheckedIOException(new IOException("deep"));
                    case "linkage" -> throw new NoClassDefFoundError("gone");
                    default -> {
                      return "fine";
                    }
                  }
                  return "unreachable";
                }));
    List<TaskHandle<String>> handles =
        queue.enqueueAll(
            List.of(
                new Fail("overflow"),
                new Fail("assertion"),
                new Fail("checked"),
                new Fail("cause"),
                new Fail("linkage"),
                new Fail("no")));

    List<TaskResult<String>> results = handles.stream().map(h -> h.await(SOON)).toList();

    assertThat(results)
        .extracting(TaskResult::errorType)
        .containsExactly(
            "java.lang.StackOverflowError",
            "java.lang.AssertionError",
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.lang.NoClassDefFoundError",
            null);
    assertThat(results.get(3).traceback()).contains("Caused by: java.io.IOException: deep");
    assertThat(results.get(5).value()).isEqualTo("fine");
  }

  @SuppressWarnings("InfiniteRecursion") // that is the point
  private static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }

  @Test
  void handlers_may_return_nothing_lists_and_stages() {
    List<String> notes = new ArrayList<>();
    start(
        worker()
            .run(Note.class, task -> notes.add(task.text()))
            .handle(
                ListNumbers.class,
                (task, context) -> IntStream.range(0, task.count()).boxed().toList())
            .handleAsync(
                Say.class, task -> CompletableFuture.supplyAsync(() -> task.text() + "!")));

    assertThat(queue.enqueue(new Note("hello")).await(SOON).value()).isNull();
    assertThat(notes).containsExactly("hello");
    assertThat(queue.enqueue(new ListNumbers(3)).await(SOON).value()).containsExactly(0, 1, 2);
    assertThat(queue.enqueue(new Say("hey")).await(SOON).value()).isEqualTo("hey!");
  }

  @Test
  void a_status_is_told_at_every_moment() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    TaskHandle<String> handle = queue.enqueue(new Say("x"));
    assertThat(handle.result().orElseThrow().status()).isEqualTo(TaskStatus.PENDING);
    assertThat(handle.await(Duration.ofMillis(20)).status()).isEqualTo(TaskStatus.PENDING);

    var worker =
        start(
            worker()
                .handle(
                    Say.class,
                    task -> {
                      started.countDown();
                      release.await();
                      return task.text();
                    }));
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

    TaskResult<String> running = handle.result().orElseThrow();
    assertThat(running.status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(running.worker()).contains(worker.id());
    assertThatThrownBy(running::value)
        .isInstanceOf(TaskExecutionException.class)
        .hasMessageContaining("running");
    release.countDown();
    assertThat(handle.await(SOON).status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(queue.getResult("default:nobody")).isEmpty();
    assertThat(queue.getResult("default:nobody", SOON)).isEmpty();
  }

  @Test
  void a_result_can_be_read_by_id_with_and_without_its_type() {
    start(
        worker()
            .handle(Divide.class, task -> task.a() / task.b())
            .handle(ListNumbers.class, task -> List.of(task.count())));
    String number = queue.enqueue(new Divide(9, 3)).id();
    String list = queue.enqueue(new ListNumbers(4)).id();

    assertThat(queue.getResult(number, Divide.class, SOON).orElseThrow().value()).isEqualTo(3);
    assertThat(queue.getResult(list, ListNumbers.class, SOON).orElseThrow().value())
        .containsExactly(4);
    Object untyped = queue.getResult(number).orElseThrow().value();
    assertThat(untyped.toString()).isEqualTo("3");
  }

  @Test
  void a_json_task_needs_no_class_and_its_result_is_json() {
    start(worker().handle(Divide.class, task -> task.a() / task.b()));

    TaskHandle<JsonText> good =
        queue.enqueue("divide", new JsonText("{\"a\": 10, \"b\": 2}"), TaskOptions.defaults());
    TaskHandle<JsonText> bad =
        queue.enqueue("divide", new JsonText("{\"a\":10,\"b\":0}"), TaskOptions.defaults());

    assertThat(good.await(SOON).value()).isEqualTo(new JsonText("5"));
    assertThat(bad.await(SOON).error()).isEqualTo("/ by zero");
  }

  @Test
  void the_same_id_twice_is_one_task() {
    start(worker().handle(Divide.class, task -> task.a() / task.b()));
    TaskOptions options = TaskOptions.defaults().id("order-17");

    TaskHandle<Integer> first = queue.enqueue(new Divide(8, 2), options);
    TaskHandle<Integer> again = queue.enqueue(new Divide(8, 4), options);

    assertThat(first.id()).isEqualTo("default:order-17").isEqualTo(again.id());
    assertThat(again.await(SOON).value()).isEqualTo(4);
  }

  @Test
  void a_task_whose_result_is_not_kept_still_tells_its_end() {
    start(worker().handle(Divide.class, task -> task.a() / task.b()));

    TaskResult<Integer> result =
        queue.enqueue(new Divide(8, 2), TaskOptions.defaults().noResult()).await(SOON);

    assertThat(result.status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(result.value()).isNull();
  }

  @Test
  void the_context_tells_id_attempt_and_headers() {
    start(
        worker()
            .handle(
                Say.class,
                (task, context) ->
                    context.taskId()
                        + " "
                        + context.attempt()
                        + " "
                        + context.headers().get("trace")
                        + " "
                        + context.deadline().isPresent()));

    TaskResult<String> result =
        queue
            .enqueue(
                new Say("x"),
                TaskOptions.defaults().header("trace", "7").timeout(Duration.ofMinutes(1)))
            .await(SOON);

    assertThat(result.value()).isEqualTo(result.id() + " 1 7 true");
  }

  @Test
  void large_values_travel_up_to_the_limit() {
    start(worker().handle(Bulk.class, Bulk::bytes));
    byte[] big = new byte[900_000];
    big[17] = 42;

    assertThat(queue.enqueue(new Bulk(big)).await(SOON).value()).isEqualTo(big);
  }

  @Test
  void a_waiting_thread_that_is_interrupted_gets_an_exception_and_keeps_its_flag() {
    TaskHandle<Integer> handle = queue.enqueue(new Divide(1, 1));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> handle.await(SOON))
        .isInstanceOf(TaskQueueException.class)
        .hasMessageContaining("interrupted");

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void everything_blocking_has_a_twin_that_does_not_block() throws Exception {
    start(worker().handle(Divide.class, task -> task.a() / task.b()));

    TaskResult<Integer> result =
        queue
            .async()
            .enqueue(new Divide(6, 3))
            .thenCompose(handle -> handle.awaitAsync(SOON))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);

    assertThat(result.value()).isEqualTo(2);
    assertThat(
            queue
                .async()
                .getResult(result.id(), Divide.class)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .orElseThrow()
                .value())
        .isEqualTo(2);
  }
}
