package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.AttemptError;
import io.sitq.DeadLetter;
import io.sitq.DeadLetterFilter;
import io.sitq.DeadLetters;
import io.sitq.RetryPolicy;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import io.sitq.it.worker.Tasks.Divide;
import io.sitq.it.worker.Tasks.Fail;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.Worker;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersIT extends OnRedis {
  private static final DeadLetterFilter ALL = DeadLetterFilter.all();

  private final AtomicBoolean repaired = new AtomicBoolean();
  private DeadLetters dead;

  @BeforeEach
  void openDeadLetters() {
    dead = queue.deadLetters();
  }

  /** Whoever requeues or deletes takes results away that were counted. */
  @Override
  InvariantChecker invariants() {
    return InvariantChecker.of(redis.uri(), namespace);
  }

  private void startRepairable() {
    start(
        worker()
            .queue("default")
            .queue("other")
            .handle(Divide.class, task -> repaired.get() ? task.a() : task.a() / task.b())
            .handle(
                Fail.class,
                (task, context) -> {
                  if (repaired.get()) {
                    return task.how() + " in attempt " + context.attempt();
                  }
                  throw task.how().equals("file")
                      ? new FileNotFoundException("no file")
                      : new IOException("attempt " + context.attempt());
                },
                HandlerOptions.defaults()
                    .retry(RetryPolicy.fixed(Duration.ofMillis(5)).maxAttempts(2))));
  }

  private <R> TaskHandle<R> failed(TaskHandle<R> handle) {
    assertThat(handle.await(SOON).status()).isEqualTo(TaskStatus.FAILED);
    return handle;
  }

  private List<String> ids(DeadLetterFilter filter) {
    return dead.list(filter).stream().map(DeadLetter::id).toList();
  }

  @Test
  void a_failed_task_is_listed_with_its_error_and_those_of_earlier_attempts() {
    startRepairable();
    TaskHandle<String> handle = failed(queue.enqueue(new Fail("twice")));

    DeadLetter letter = dead.get(handle.id()).orElseThrow();

    assertThat(dead.list(ALL)).containsExactly(letter);
    assertThat(letter.task()).isEqualTo("fail");
    assertThat(letter.failure().error()).isEqualTo("attempt 2");
    assertThat(letter.failure().errorType()).isEqualTo("java.io.IOException");
    assertThat(letter.failure().traceback()).contains(getClass().getName());
    assertThat(letter.errors()).extracting(AttemptError::error).containsExactly("attempt 1");
    assertThat(letter.attempt()).isEqualTo(2);
    assertThat(letter.failedAt()).isNotNull();
  }

  @Test
  void they_are_listed_newest_first_by_time_task_and_error_type() {
    startRepairable();
    String first = failed(queue.enqueue(new Divide(1, 0))).id();
    Instant afterFirst = aMomentLater();
    String second = failed(queue.enqueue(new Fail("file"))).id();
    Instant afterSecond = aMomentLater();
    String third = failed(queue.enqueue(new Fail("x"))).id();
    String other =
        failed(queue.enqueue(new Divide(1, 0), TaskOptions.defaults().queue("other"))).id();

    assertThat(ids(ALL)).containsExactly(third, second, first);
    assertThat(ids(ALL.queue("other"))).containsExactly(other);
    assertThat(ids(ALL.limit(2))).containsExactly(third, second);
    assertThat(ids(ALL.task("fail"))).containsExactly(third, second);
    assertThat(ids(ALL.task("nobody's"))).isEmpty();
    assertThat(ids(ALL.errorType("java.io.FileNotFoundException"))).containsExactly(second);
    assertThat(ids(ALL.errorType("java.io.IOException"))).containsExactly(third, second);
    assertThat(ids(ALL.errorType("java.lang.Exception"))).containsExactly(third, second, first);
    assertThat(ids(ALL.since(afterFirst))).containsExactly(third, second);
    assertThat(ids(ALL.until(afterFirst))).containsExactly(first);
    assertThat(ids(ALL.since(afterFirst).until(afterSecond))).containsExactly(second);
    assertThat(ids(ALL.since(Instant.MIN).until(Instant.MAX)))
        .containsExactly(third, second, first);
    assertThat(ids(ALL.since(Instant.MAX))).isEmpty();
    assertThat(ids(ALL.until(Instant.MIN))).isEmpty();
  }

  /** A time that is later than everything before, and earlier than everything after. */
  private static Instant aMomentLater() {
    long from = System.currentTimeMillis();
    await().pollInterval(Duration.ofMillis(1)).until(() -> System.currentTimeMillis() > from + 2);
    Instant moment = Instant.ofEpochMilli(from + 1);
    return moment;
  }

  @Test
  void one_that_is_requeued_has_a_new_life_from_attempt_1_under_its_id() {
    startRepairable();
    TaskHandle<String> handle = failed(queue.enqueue(new Fail("requeued")));
    repaired.set(true);

    assertThat(dead.requeue(handle.id())).isTrue();

    TaskResult<String> result = handle.await(SOON);
    assertThat(result.value()).isEqualTo("requeued in attempt 1");
    assertThat(result.errors()).isEmpty();
    assertThat(dead.list(ALL)).isEmpty();
    assertThat(dead.requeue(handle.id())).isFalse();
  }

  @Test
  void a_new_life_has_all_its_attempts_and_may_end_as_a_dead_letter_again() {
    startRepairable();
    TaskHandle<String> handle = failed(queue.enqueue(new Fail("again")));
    Instant failedBefore = handle.result().orElseThrow().finishedAt().orElseThrow();

    assertThat(dead.requeue(handle.id())).isTrue();

    TaskResult<String> result = failed(handle).result().orElseThrow();
    assertThat(result.finishedAt().orElseThrow()).isAfter(failedBefore);
    assertThat(result.attempt()).isEqualTo(2);
    assertThat(result.errors()).extracting(AttemptError::error).containsExactly("attempt 1");
    assertThat(ids(ALL)).containsExactly(handle.id());
  }

  @Test
  void all_that_match_are_requeued() {
    startRepairable();
    List<TaskHandle<Integer>> divisions =
        queue.enqueueAll(IntStream.range(0, 250).mapToObj(i -> new Divide(i, 0)).toList());
    divisions.forEach(this::failed);
    String other = failed(queue.enqueue(new Fail("x"))).id();
    repaired.set(true);

    assertThat(dead.requeueAll(ALL.task("divide"))).isEqualTo(250);

    assertThat(divisions).allMatch(handle -> handle.await(SOON).isSuccess());
    assertThat(ids(ALL)).containsExactly(other);
    assertThat(dead.requeueAll(ALL.task("divide"))).isZero();
  }

  @Test
  void those_that_failed_first_are_requeued_first() {
    List<Integer> executed = new CopyOnWriteArrayList<>();
    start(
        worker()
            .concurrency(1)
            .handle(
                Divide.class,
                task -> {
                  executed.add(task.a());
                  return repaired.get() ? 0 : task.a() / task.b();
                }));
    List<Integer> order = IntStream.range(0, 150).boxed().toList();
    List<TaskHandle<Integer>> divisions =
        queue.enqueueAll(order.stream().map(i -> new Divide(i, 0)).toList());
    divisions.forEach(this::failed);
    assertThat(executed).isEqualTo(order);
    repaired.set(true);
    executed.clear();

    assertThat(dead.requeueAll(ALL.limit(20))).isEqualTo(20);
    await().until(() -> executed.size() == 20);
    assertThat(dead.requeueAll(ALL)).isEqualTo(130);
    await().until(() -> executed.size() == 150);

    assertThat(executed.subList(0, 20)).isEqualTo(order.subList(130, 150));
    assertThat(executed.subList(20, 150)).isEqualTo(order.subList(0, 130));
    divisions.forEach(handle -> assertThat(handle.await(SOON).isSuccess()).isTrue());
  }

  @Test
  void what_is_deleted_is_gone_with_its_result() {
    startRepairable();
    List<String> ids =
        IntStream.range(0, 3).mapToObj(i -> failed(queue.enqueue(new Divide(i, 0))).id()).toList();
    String other = failed(queue.enqueue(new Fail("x"))).id();

    assertThat(dead.delete(ids.get(0))).isTrue();

    assertThat(queue.getResult(ids.get(0))).isEmpty();
    assertThat(dead.get(ids.get(0))).isEmpty();
    assertThat(dead.delete(ids.get(0))).isFalse();
    assertThat(dead.deleteAll(ALL.task("divide"))).isEqualTo(2);
    assertThat(ids(ALL)).containsExactly(other);
  }

  @Test
  void what_is_not_dead_is_neither_requeued_nor_deleted() {
    startRepairable();
    TaskHandle<Integer> success = queue.enqueue(new Divide(4, 2));
    success.await(SOON);
    TaskHandle<String> later =
        queue.enqueue(new Say("later"), TaskOptions.defaults().delay(Duration.ofDays(1)));

    for (String id : List.of(success.id(), later.id(), "default:nobody")) {
      assertThat(dead.requeue(id)).isFalse();
      assertThat(dead.delete(id)).isFalse();
      assertThat(dead.get(id)).isEmpty();
    }

    assertThat(success.result().orElseThrow().value()).isEqualTo(2);
    assertThat(later.result().orElseThrow().status()).isEqualTo(TaskStatus.SCHEDULED);
  }

  /** A namespace of its own: a failed task that is not listed is what the invariants forbid. */
  @Test
  void no_more_are_kept_than_the_settings_say_and_the_oldest_go_first() {
    String own = redis.newNamespace();
    try (RedisBackend backend =
            RedisBackend.connect(RedisSettings.of(redis.uri()).namespace(own).deadLetters(20));
        TaskQueue few = TaskQueue.builder(backend).keepBackendOpen().build();
        Worker worker =
            Worker.on(backend)
                .keepBackendOpen()
                .logTasks(false)
                .handle(Divide.class, task -> task.a() / task.b())
                .build()) {
      worker.start();
      List<TaskHandle<Integer>> old =
          few.enqueueAll(IntStream.range(0, 230).mapToObj(i -> new Divide(i, 0)).toList());
      old.forEach(this::failed);
      aMomentLater();
      List<TaskHandle<Integer>> young =
          few.enqueueAll(IntStream.range(0, 20).mapToObj(i -> new Divide(i, 0)).toList());
      young.forEach(this::failed);

      assertThat(trim(backend)).isEqualTo(100);
      assertThat(trim(backend)).isEqualTo(100);
      assertThat(trim(backend)).isEqualTo(30);
      assertThat(trim(backend)).isZero();

      assertThat(few.deadLetters().list(ALL).stream().map(DeadLetter::id))
          .containsExactlyInAnyOrderElementsOf(young.stream().map(TaskHandle::id).toList());
      assertThat(old.get(0).result().orElseThrow().status()).isEqualTo(TaskStatus.FAILED);
      assertThat(few.deadLetters().requeue(old.get(0).id())).isFalse();
    }
    assertThat(InvariantChecker.of(redis.uri(), own).drained().counted().violations())
        .hasSize(230)
        .allMatch(line -> line.endsWith("failed and is not listed as dead"));
  }

  private static int trim(RedisBackend backend) {
    return backend.deadLetters().trim("default").toCompletableFuture().join();
  }

  @Test
  void they_are_kept_for_as_long_as_the_settings_say() {
    Duration ttl = Duration.ofMillis(300);
    try (RedisBackend backend =
            RedisBackend.connect(
                RedisSettings.of(redis.uri()).namespace(namespace).deadLetterTtl(ttl));
        Worker worker =
            Worker.on(backend)
                .keepBackendOpen()
                .handle(
                    Divide.class,
                    task -> task.a() / task.b(),
                    HandlerOptions.defaults().failureTtl(Duration.ofMillis(1)))
                .build()) {
      worker.start();
      TaskHandle<Integer> handle = failed(queue.enqueue(new Divide(1, 0)));
      assertThat(ids(ALL)).containsExactly(handle.id());

      // The failure is kept as long as the dead letter, then both go: first the task itself.
      await().atMost(SOON).until(() -> queue.getResult(handle.id()).isEmpty());
      assertThat(ids(ALL)).isEmpty();
      assertThat(dead.get(handle.id())).isEmpty();
      await().atMost(SOON).until(() -> trim(backend) == 1);

      assertThat(backend.deadLetters().ids("default", null, null).toCompletableFuture().join())
          .isEmpty();
      assertThat(dead.requeue(handle.id())).isFalse();
    }
  }

  @Test
  void one_whose_task_has_expired_can_not_be_requeued_and_leaves_the_list() {
    try (RedisBackend backend =
            RedisBackend.connect(
                RedisSettings.of(redis.uri())
                    .namespace(namespace)
                    .deadLetterTtl(Duration.ofMillis(50)));
        Worker worker =
            Worker.on(backend)
                .keepBackendOpen()
                .handle(
                    Divide.class,
                    task -> task.a() / task.b(),
                    HandlerOptions.defaults().failureTtl(Duration.ofMillis(50)))
                .build()) {
      worker.start();
      String id = queue.enqueue(new Divide(1, 0)).id();
      await()
          .atMost(SOON)
          .until(
              () ->
                  backend
                      .deadLetters()
                      .ids("default", null, null)
                      .toCompletableFuture()
                      .join()
                      .contains(id));
      await().atMost(SOON).until(() -> queue.getResult(id).isEmpty());

      assertThat(dead.requeue(id)).isFalse();

      assertThat(backend.deadLetters().ids("default", null, null).toCompletableFuture().join())
          .isEmpty();
      assertThat(queue.getResult(id)).isEmpty();
    }
  }
}
