package io.sitq.it.worker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sitq.CancelOutcome;
import io.sitq.RetryPolicy;
import io.sitq.Task;
import io.sitq.TaskEvent;
import io.sitq.TaskHandle;
import io.sitq.TaskListener;
import io.sitq.TaskOptions;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import io.sitq.TaskValidationException;
import io.sitq.it.worker.Tasks.Divide;
import io.sitq.it.worker.Tasks.Fail;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.testkit.fault.FaultyProxy;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.Worker;
import io.sitq.worker.WorkerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class CancelIT extends OnRedis {
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private final Semaphore begun = new Semaphore(0);

  /** Starts a worker, and waits until it hears of requests to cancel. */
  private Worker startListening(WorkerBuilder builder) {
    Worker worker = start(builder);
    String channel = namespace + ":{default}:cancel";
    RedisClient client = RedisClient.create(redis.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      await()
          .atMost(SOON)
          .until(() -> connection.sync().pubsubNumsub(channel).getOrDefault(channel, 0L) > 0);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
    return worker;
  }

  private WorkerBuilder blocking(WorkerBuilder builder) {
    return builder.handle(
        Say.class,
        task -> {
          begun.release();
          new CountDownLatch(1).await();
          return "never";
        });
  }

  private TaskHandle<String> running(String text) throws InterruptedException {
    TaskHandle<String> handle = queue.enqueue(new Say(text));
    assertThat(begun.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    return handle;
  }

  private void assertRequested(TaskHandle<?> handle) {
    assertThat(queue.cancel(handle.id())).isEqualTo(CancelOutcome.REQUESTED);
  }

  private static void assertCancelled(TaskHandle<?> handle, Duration within) {
    TaskResult<?> result = handle.await(within);
    assertThat(result.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(result.error()).isNull();
  }

  @Test
  void a_pending_task_ends_at_once_and_never_runs() {
    TaskHandle<Integer> unwanted = queue.enqueue(new Divide(1, 0));
    TaskHandle<Integer> wanted = queue.enqueue(new Divide(6, 2));

    assertThat(queue.cancel(unwanted.id())).isEqualTo(CancelOutcome.CANCELLED);

    assertCancelled(unwanted, Duration.ZERO);
    start(worker().handle(Divide.class, task -> task.a() / task.b()));
    assertThat(wanted.await(SOON).value()).isEqualTo(3);
    assertCancelled(unwanted, Duration.ZERO);
  }

  @Test
  void a_scheduled_task_ends_at_once() {
    start(worker().handle(Say.class, Say::text));
    TaskHandle<String> handle =
        queue.enqueue(new Say("later"), TaskOptions.defaults().delay(Duration.ofDays(1)));

    assertThat(queue.cancel(handle.id())).isEqualTo(CancelOutcome.CANCELLED);

    assertCancelled(handle, Duration.ZERO);
  }

  @Test
  void a_task_that_waits_for_a_retry_ends_at_once() {
    start(
        worker()
            .handle(
                Divide.class,
                task -> task.a() / task.b(),
                HandlerOptions.defaults().retry(RetryPolicy.fixed(Duration.ofMinutes(5)))));
    TaskHandle<Integer> handle = queue.enqueue(new Divide(1, 0));
    await()
        .atMost(SOON)
        .until(() -> handle.result().orElseThrow().status() == TaskStatus.SCHEDULED);

    assertThat(queue.cancel(handle.id())).isEqualTo(CancelOutcome.CANCELLED);

    assertCancelled(handle, Duration.ZERO);
  }

  @Test
  void a_running_handler_is_interrupted_within_a_second() throws Exception {
    AtomicReference<TaskEvent> told = new AtomicReference<>();
    startListening(
        blocking(
            worker()
                .listener(
                    new TaskListener() {
                      @Override
                      public void cancelled(TaskEvent event) {
                        told.set(event);
                      }
                    })));
    TaskHandle<String> handle = running("x");

    assertRequested(handle);

    assertCancelled(handle, A_SECOND);
    await().atMost(SOON).until(() -> told.get() != null);
    assertThat(told.get().taskId()).isEqualTo(handle.id());
    assertThat(queue.cancel(handle.id())).isEqualTo(CancelOutcome.ENDED);
  }

  @Test
  void it_does_not_matter_on_which_worker_it_runs() throws Exception {
    startListening(blocking(worker().concurrency(2)));
    startListening(blocking(worker().concurrency(2)));
    List<TaskHandle<String>> handles = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      handles.add(running("x" + i));
    }

    handles.forEach(this::assertRequested);

    handles.forEach(handle -> assertCancelled(handle, A_SECOND));
  }

  @Test
  void a_stage_is_cancelled() throws Exception {
    CompletableFuture<String> stage = new CompletableFuture<>();
    startListening(
        worker()
            .handleAsync(
                Say.class,
                task -> {
                  begun.release();
                  return stage;
                }));
    TaskHandle<String> handle = running("x");
    await().atMost(SOON).until(() -> handle.result().orElseThrow().status() == TaskStatus.RUNNING);

    assertRequested(handle);

    assertCancelled(handle, A_SECOND);
    await().atMost(SOON).until(stage::isCancelled);
  }

  @Test
  void a_handler_that_computes_can_ask_whether_it_is_cancelled() throws Exception {
    startListening(
        worker()
            .handle(
                Say.class,
                (task, context) -> {
                  begun.release();
                  while (!context.isCancelled()) {
                    Thread.onSpinWait();
                  }
                  throw new IllegalStateException("stopped half-way");
                },
                HandlerOptions.defaults().retry(RetryPolicy.fixed(Duration.ZERO))));
    TaskHandle<String> handle = running("x");

    assertRequested(handle);

    assertCancelled(handle, A_SECOND);
  }

  @Test
  void unknown_and_ended_tasks_are_told_apart_and_left_as_they_are() {
    start(worker().handle(Divide.class, task -> task.a() / task.b()));
    TaskHandle<Integer> success = queue.enqueue(new Divide(4, 2));
    TaskHandle<Integer> failed = queue.enqueue(new Divide(4, 0));
    success.await(SOON);
    failed.await(SOON);

    assertThat(queue.cancel("default:nobody")).isEqualTo(CancelOutcome.NOT_FOUND);
    assertThat(queue.cancel(success.id())).isEqualTo(CancelOutcome.ENDED);
    assertThat(queue.cancel(failed.id())).isEqualTo(CancelOutcome.ENDED);
    assertThatThrownBy(() -> queue.cancel("no id")).isInstanceOf(TaskValidationException.class);

    assertThat(success.result().orElseThrow().value()).isEqualTo(2);
    assertThat(failed.result().orElseThrow().status()).isEqualTo(TaskStatus.FAILED);
    assertThat(queue.getResult("default:nobody")).isEmpty();
  }

  @Test
  @SuppressWarnings("try") // the worker is closed before the proxy that it needs
  void a_request_whose_message_is_lost_is_found_within_a_few_seconds() throws Exception {
    try (FaultyProxy proxy = FaultyProxy.before(redis.uri())) {
      proxy.changeReplies(CancelIT::withoutRequestsToCancel);
      Worker worker = startListening(blocking(worker(connect(proxy.uri()))));
      TaskHandle<String> handle = running("x");

      assertRequested(handle);

      assertCancelled(handle, Duration.ofSeconds(8));
      worker.close();
    }
  }

  /** Messages on the channel come from another one, which nobody listens to. */
  private static byte[] withoutRequestsToCancel(byte[] reply) {
    String text = new String(reply, ISO_8859_1);
    return text.contains("message\r\n")
        ? text.replace("{default}:cancel", "{default}:cancex").getBytes(ISO_8859_1)
        : reply;
  }

  @Test
  void a_task_that_is_cancelled_before_its_worker_listens_is_cancelled_too() throws Exception {
    start(blocking(worker()));
    TaskHandle<String> handle = running("x"); // the subscription may be under way

    assertRequested(handle);

    assertCancelled(handle, Duration.ofSeconds(8));
  }

  /** Every kind of end there is, at the same time as a request to cancel. */
  @RepeatedTest(10)
  void cancelling_tasks_as_they_end_leaves_each_with_one_end() {
    Map<String, List<String>> events = new ConcurrentHashMap<>();
    for (int i = 0; i < 2; i++) {
      startListening(racing(events));
    }
    List<Task<?>> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      tasks.addAll(List.of(new Say("x"), new Fail("x"), new Divide(i, 1)));
    }
    List<TaskHandle<Object>> handles = queue.<Object>enqueueAll(tasks);
    Map<String, CancelOutcome> outcomes = cancelInAnyOrder(handles);

    for (TaskHandle<?> handle : handles) {
      TaskStatus end = handle.await(SOON).status();
      CancelOutcome outcome = outcomes.get(handle.id());
      assertThat(end.isTerminal()).as("%s is %s", handle, end).isTrue();
      if (outcome == CancelOutcome.CANCELLED) {
        assertThat(end).isEqualTo(TaskStatus.CANCELLED);
      } else if (outcome == CancelOutcome.ENDED) {
        assertThat(end).isNotEqualTo(TaskStatus.CANCELLED);
      }
    }
    assertThat(outcomes.values()).doesNotContain(CancelOutcome.NOT_FOUND);
    closeWorkers();
    for (TaskHandle<?> handle : handles) {
      String end = handle.result().orElseThrow().status().wireName();
      List<String> told = events.getOrDefault(handle.id(), List.of());
      if (outcomes.get(handle.id()) == CancelOutcome.CANCELLED) {
        assertThat(told).as("events of %s", handle).isEmpty();
      } else {
        assertThat(told).as("events of %s", handle).containsExactly(end);
      }
    }
    InvariantChecker.of(redis.uri(), namespace)
        .drained()
        .counted()
        .ended(outcomes.keySet())
        .check();
  }

  /** About as fast as they are executed: some are pending, some run or wait, some have ended. */
  private Map<String, CancelOutcome> cancelInAnyOrder(List<TaskHandle<Object>> handles) {
    List<TaskHandle<Object>> shuffled = new ArrayList<>(handles);
    Collections.shuffle(shuffled, ThreadLocalRandom.current());
    Map<String, CancelOutcome> outcomes = new HashMap<>();
    shuffled.forEach(handle -> outcomes.put(handle.id(), queue.cancel(handle.id())));
    return outcomes;
  }

  private WorkerBuilder racing(Map<String, List<String>> events) {
    return worker()
        .concurrency(8)
        .logTasks(false)
        .listener(new Ends(events))
        .handle(
            Say.class,
            task -> {
              doze();
              return task.text();
            })
        .handle(
            Fail.class,
            task -> {
              doze();
              throw new IllegalStateException("no luck");
            },
            HandlerOptions.defaults().retry(RetryPolicy.fixed(Duration.ofMillis(2)).maxAttempts(3)))
        .handleAsync(
            Divide.class,
            task ->
                CompletableFuture.supplyAsync(
                    () -> {
                      doze();
                      return task.a() / task.b();
                    }),
            HandlerOptions.defaults().timeout(Duration.ofMillis(2)));
  }

  /** Not long, and shorter if it is interrupted. */
  private static void doze() {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(3_000_000));
  }

  private record Ends(Map<String, List<String>> events) implements TaskListener {
    private void add(TaskEvent event, TaskStatus end) {
      events
          .computeIfAbsent(event.taskId(), id -> Collections.synchronizedList(new ArrayList<>()))
          .add(end.wireName());
    }

    @Override
    public void succeeded(TaskEvent event) {
      add(event, TaskStatus.SUCCESS);
    }

    @Override
    public void failed(TaskEvent event) {
      add(event, TaskStatus.FAILED);
    }

    @Override
    public void cancelled(TaskEvent event) {
      add(event, TaskStatus.CANCELLED);
    }
  }
}
