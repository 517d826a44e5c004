package io.sitq.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.AttemptError;
import io.sitq.TaskStatus;
import io.sitq.spi.Backend;
import io.sitq.spi.DelayedTasks;
import io.sitq.spi.Delivery;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.QueueStats;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.StoredTask;
import io.sitq.spi.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What a {@link Backend} must do, as tests. A backend's own test extends it and says how to
 * connect: each call of {@link #connect} must lead to an empty backend of its own.
 *
 * <p>Its superclasses are the parts of the same suite that test single roles.
 */
public abstract class BackendContract extends DeadLetterContract {
  /** What was enqueued is delivered. */
  @Test
  void a_task_is_delivered_as_it_was_enqueued() {
    assertThat(enqueue("a", 0)).isEqualTo(EnqueueOutcome.ACCEPTED);

    Delivery delivery = fetchOne();

    assertThat(delivery.id()).isEqualTo(id("a"));
    assertThat(delivery.task()).isEqualTo("task-of-a");
    assertThat(delivery.queue()).isEqualTo(QUEUE);
    assertThat(delivery.attempt()).isEqualTo(1);
    assertThat(delivery.crashes()).isZero();
    assertThat(delivery.handbacks()).isZero();
    assertThat(delivery.envelope()).isEqualTo("envelope-of-a".getBytes(UTF_8));
  }

  /** Order within a queue. */
  @Test
  void tasks_are_delivered_in_the_order_of_enqueueing() {
    List<CompletionStage<EnqueueOutcome>> sent =
        backend
            .enqueuer()
            .enqueueAll(List.of(submission("a", 0), submission("b", 0), submission("c", 0)));
    sent.forEach(this::get);

    List<Delivery> all = new ArrayList<>(fetch(10));
    while (all.size() < 3) {
      all.addAll(fetch(10));
    }
    if (keepsOrder()) {
      assertThat(all).extracting(Delivery::id).containsExactly(id("a"), id("b"), id("c"));
    } else {
      assertThat(all).extracting(Delivery::id).containsExactlyInAnyOrder(id("a"), id("b"), id("c"));
    }
  }

  /** An id is one task, live or ended. */
  @Test
  void the_same_id_twice_is_one_task() {
    enqueue("a", 0);

    assertThat(enqueue("a", 0)).isEqualTo(EnqueueOutcome.DUPLICATE);
    assertThat(enqueue("a", 60_000)).isEqualTo(EnqueueOutcome.DUPLICATE);

    settle(success(fetchOne(), "1"));
    assertThat(enqueue("a", 0)).isEqualTo(EnqueueOutcome.DUPLICATE);
    assertThat(consumer.fetch(10, Duration.ZERO)).isEmpty();
  }

  /** Group commit. */
  @Test
  void many_tasks_sent_at_once_all_arrive() {
    List<CompletionStage<EnqueueOutcome>> sent = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      sent.add(backend.enqueuer().enqueue(submission("t" + i, 0)));
    }
    sent.forEach(stage -> assertThat(get(stage)).isEqualTo(EnqueueOutcome.ACCEPTED));

    List<Delivery> all = new ArrayList<>();
    while (all.size() < 1000) {
      all.addAll(fetch(100));
    }
    List<CompletionStage<SettleOutcome>> settled =
        all.stream().map(delivery -> consumer.settle(success(delivery, "v"))).toList();
    settled.forEach(stage -> assertThat(get(stage)).isEqualTo(SettleOutcome.SETTLED));
    assertThat(stats().pending()).isZero();
    assertThat(stats().running()).isZero();
    assertThat(stats().counts()).hasSize(1000);
  }

  /** Fetching from an empty queue. */
  @Test
  void fetching_from_an_empty_queue_ends_when_the_wait_is_over() {
    assertThat(consumer.fetch(1, Duration.ZERO)).isEmpty();
    assertThat(consumer.fetch(1, Duration.ofMillis(50))).isEmpty();
  }

  /** Fetching is woken. */
  @Test
  void a_waiting_fetch_ends_when_it_is_woken() throws Exception {
    CompletableFuture<List<Delivery>> fetch =
        CompletableFuture.supplyAsync(() -> consumer.fetch(1, Duration.ofSeconds(4)));
    await()
        .atMost(Duration.ofSeconds(3))
        .until(
            () -> {
              consumer.wakeUp();
              return fetch.isDone();
            });
    assertThat(fetch.get()).isEmpty();
  }

  /** Success. */
  @Test
  void a_success_keeps_value_and_facts() {
    enqueue("a", 0);
    Delivery delivery = fetchOne();

    assertThat(settle(success(delivery, "42"))).isEqualTo(SettleOutcome.SETTLED);

    StoredTask task = read("a").orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(task.value().codec()).isEqualTo("kryo");
    assertThat(task.value().bytes()).isEqualTo("42".getBytes(UTF_8));
    assertThat(task.task()).isEqualTo("task-of-a");
    assertThat(task.worker()).isEqualTo("worker-1");
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(task.enqueuedAt()).isEqualTo(Instant.ofEpochMilli(1_000));
    assertThat(task.startedAt()).isEqualTo(Instant.ofEpochMilli(2_000));
    assertThat(task.finishedAt()).isEqualTo(Instant.ofEpochMilli(2_500));
    assertThat(task.failure()).isNull();
  }

  /** Group commit, of a worker that was delivered the same twice, as a failover may have it. */
  @Test
  void a_task_that_is_settled_twice_at_once_is_counted_once() {
    List<Delivery> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      enqueue("t" + i, 0);
    }
    while (all.size() < 40) {
      all.addAll(fetch(40));
    }
    List<CompletionStage<SettleOutcome>> settled = new ArrayList<>();
    for (Delivery delivery : all) {
      settled.add(consumer.settle(success(delivery, "v")));
      settled.add(consumer.settle(success(delivery, "v")));
    }
    for (int i = 0; i < settled.size(); i += 2) {
      assertThat(List.of(get(settled.get(i)), get(settled.get(i + 1))))
          .containsExactlyInAnyOrder(SettleOutcome.SETTLED, SettleOutcome.ALREADY);
    }
    assertThat(stats().counts()).hasSize(40);
    stats().counts().values().forEach(totals -> assertThat(totals).containsEntry("success", 1L));
  }

  /** Success without a value. */
  @Test
  void a_success_whose_value_is_not_kept_is_still_a_success() {
    enqueue("a", 0);
    Delivery delivery = fetchOne();

    settle(new Settlement.Success(delivery, facts(delivery), null, TTL));

    StoredTask task = read("a").orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(task.value()).isNull();
  }

  /** Expiry. */
  @Test
  void a_result_expires_after_its_ttl() {
    enqueue("a", 0);
    Delivery delivery = fetchOne();
    settle(new Settlement.Success(delivery, facts(delivery), null, Duration.ofMillis(1)));

    await().until(() -> read("a").isEmpty());
  }

  /** Failure. */
  @Test
  void a_failure_keeps_error_type_supertypes_traceback_and_earlier_attempts() {
    enqueue("a", 0);
    Delivery delivery = fetchOne();
    List<AttemptError> earlier =
        List.of(new AttemptError(1, "java.io.IOException", "first\nline", Instant.ofEpochMilli(7)));

    settle(new Settlement.Failure(delivery, facts(delivery), failure(), earlier, TTL));

    StoredTask task = read("a").orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(task.failure()).isEqualTo(failure());
    assertThat(task.errors())
        .containsExactly(
            new AttemptError(1, "java.io.IOException", "first line", Instant.ofEpochMilli(7)));
    assertThat(stats().dead()).isEqualTo(1);
    assertThat(stats().counts()).isEqualTo(Map.of("task-of-a", Map.of("failed", 1L)));
  }

  /** Retry. */
  @Test
  void a_retry_is_scheduled_then_delivered_as_the_next_attempt() {
    enqueue("a", 0);
    Delivery first = fetchOne();
    List<AttemptError> errors =
        List.of(new AttemptError(1, "java.io.IOException", "no", Instant.ofEpochMilli(5)));

    assertThat(
            settle(
                new Settlement.Retry(
                    first, facts(first), failure(), errors, Duration.ofMillis(200))))
        .isEqualTo(SettleOutcome.SETTLED);

    StoredTask scheduled = read("a").orElseThrow();
    assertThat(scheduled.status()).isEqualTo(TaskStatus.SCHEDULED);
    assertThat(scheduled.attempt()).isEqualTo(2);
    assertThat(scheduled.failure()).isEqualTo(failure());
    assertThat(scheduled.nextAttemptAt()).isNotNull();
    promoteAll();
    Delivery second = fetchOne();
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.errors()).isEqualTo(errors);
    assertThat(second.envelope()).isEqualTo(first.envelope());
    assertThat(stats().counts()).isEqualTo(Map.of("task-of-a", Map.of("retried", 1L)));
  }

  /** Release. */
  @Test
  void a_released_task_is_ready_again_uncharged() {
    enqueue("a", 0);
    Delivery first = fetchOne();

    settle(new Settlement.Release(first, facts(first), Duration.ZERO, false));

    Delivery second = fetchOne();
    assertThat(second.attempt()).isEqualTo(1);
    assertThat(second.handbacks()).isZero();
    assertThat(second.entryId()).isNotEqualTo(first.entryId());
    assertThat(stats().counts()).isEmpty();
  }

  /** Handback. */
  @Test
  void a_task_handed_back_comes_again_later_and_counts_it() {
    enqueue("a", 0);
    Delivery first = fetchOne();

    settle(new Settlement.Release(first, facts(first), Duration.ofMillis(100), true));

    assertThat(read("a").orElseThrow().status()).isEqualTo(TaskStatus.SCHEDULED);
    promoteAll();
    Delivery second = fetchOne();
    assertThat(second.handbacks()).isEqualTo(1);
    assertThat(second.attempt()).isEqualTo(1);
  }

  /** Cancellation. */
  @Test
  void a_cancelled_attempt_ends_as_cancelled() {
    enqueue("a", 0);
    Delivery delivery = fetchOne();

    settle(new Settlement.Cancellation(delivery, facts(delivery), TTL));

    assertThat(read("a").orElseThrow().status()).isEqualTo(TaskStatus.CANCELLED);
  }

  /** The fence. */
  @Test
  void a_settle_that_comes_again_is_already_done_and_changes_nothing() {
    enqueue("a", 0);
    Delivery first = fetchOne();
    settle(new Settlement.Release(first, facts(first), Duration.ZERO, false));
    Delivery second = fetchOne();

    assertThat(settle(success(first, "late"))).isEqualTo(SettleOutcome.ALREADY);
    assertThat(read("a").orElseThrow().status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(settle(success(second, "right"))).isEqualTo(SettleOutcome.SETTLED);
    assertThat(settle(success(second, "right"))).isEqualTo(SettleOutcome.ALREADY);
    assertThat(settle(success(first, "late"))).isEqualTo(SettleOutcome.ALREADY);
    assertThat(read("a").orElseThrow().value().bytes()).isEqualTo("right".getBytes(UTF_8));
    assertThat(stats().counts()).isEqualTo(Map.of("task-of-a", Map.of("success", 1L)));
  }

  /** Status. */
  @Test
  void reading_tells_pending_running_scheduled_and_unknown_apart() {
    enqueue("a", 0);
    enqueue("later", 60_000);

    assertThat(read("a").orElseThrow().status()).isEqualTo(TaskStatus.PENDING);
    assertThat(read("a").orElseThrow().task()).isEqualTo("task-of-a");
    assertThat(read("later").orElseThrow().status()).isEqualTo(TaskStatus.SCHEDULED);
    assertThat(read("later").orElseThrow().nextAttemptAt()).isNotNull();
    assertThat(read("nobody")).isEmpty();
    fetchOne();
    assertThat(read("a").orElseThrow().status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(read("a").orElseThrow().worker()).isEqualTo("worker-1");
  }

  /** Delays. */
  @Test
  void a_delayed_task_is_delivered_when_it_is_due_and_not_before() {
    enqueue("a", 300);

    assertThat(get(backend.delayedTasks().promoteDue(QUEUE)).promoted()).isZero();
    assertThat(consumer.fetch(1, Duration.ZERO)).isEmpty();
    promoteAll();
    assertThat(fetchOne().id()).isEqualTo(id("a"));
    assertThat(get(backend.delayedTasks().promoteDue(QUEUE)).nextDue()).isEmpty();
  }

  /** Waking those who came a moment late. */
  @Test
  void a_subscription_wakes_once_it_is_in_force() {
    CompletableFuture<Void> woken = new CompletableFuture<>();
    DelayedTasks.Subscription subscription =
        backend().delayedTasks().onEarlierDue(QUEUE, () -> woken.complete(null));
    try {
      await().until(woken::isDone);
    } finally {
      subscription.close();
    }
  }

  /** Waking the promoters. */
  @Test
  void scheduling_an_earlier_task_wakes_those_who_promote() {
    CompletableFuture<Void> woken = new CompletableFuture<>();
    enqueue("late", 60_000);
    DelayedTasks.Subscription subscription =
        backend.delayedTasks().onEarlierDue(QUEUE, () -> woken.complete(null));
    try {
      // a subscription takes a moment; each earlier task wakes again
      AtomicInteger tasks = new AtomicInteger();
      await()
          .until(
              () -> {
                int n = tasks.incrementAndGet();
                enqueue("early" + n, 50_000 - 100 * n);
                return woken.isDone();
              });
    } finally {
      subscription.close();
    }
  }

  /** Awaiting. */
  @Test
  void awaiting_answers_when_the_task_ends() throws Exception {
    enqueue("a", 0);
    CompletableFuture<Optional<StoredTask>> first = end("a", SOON);
    CompletableFuture<Optional<StoredTask>> second = end("a", SOON);
    Delivery delivery = fetchOne();
    settle(success(delivery, "1"));

    assertThat(first.get(10, TimeUnit.SECONDS).orElseThrow().status())
        .isEqualTo(TaskStatus.SUCCESS);
    assertThat(second.get(10, TimeUnit.SECONDS).orElseThrow().status())
        .isEqualTo(TaskStatus.SUCCESS);
    assertThat(get(end("a", SOON)).orElseThrow().status()).isEqualTo(TaskStatus.SUCCESS);
  }

  /** Awaiting in vain. */
  @Test
  void awaiting_answers_the_latest_snapshot_when_time_is_up() {
    enqueue("a", 0);

    assertThat(get(end("a", Duration.ofMillis(50))).orElseThrow().status())
        .isEqualTo(TaskStatus.PENDING);
    assertThat(get(end("nobody", SOON))).isEmpty();
  }

  /** Inspection. */
  @Test
  void statistics_count_what_is_where() {
    enqueue("a", 0);
    enqueue("b", 0);
    enqueue("c", 60_000);
    fetchOne();

    QueueStats stats = stats();
    assertThat(stats.pending()).isEqualTo(1);
    assertThat(stats.running()).isEqualTo(1);
    assertThat(stats.scheduled()).isEqualTo(1);
    assertThat(stats.dead()).isZero();
    assertThat(get(backend.inspector().queues())).contains(QUEUE);
    assertThat(get(backend.inspector().stats("unused")).pending()).isZero();
  }

  /** The registry. */
  @Test
  void a_worker_is_listed_until_it_leaves_or_its_ttl_is_over() {
    WorkerInfo worker =
        new WorkerInfo("w-1", "host", 17, Instant.ofEpochMilli(99), Map.of(QUEUE, 4, "mail", 2));

    get(backend.registry().announce(worker, SOON));
    get(
        backend
            .registry()
            .announce(
                new WorkerInfo("w-2", "host", 18, Instant.EPOCH, Map.of(QUEUE, 1)),
                Duration.ofMillis(1)));

    await()
        .untilAsserted(
            () -> assertThat(get(backend.inspector().workers())).containsExactly(worker));
    assertThat(get(backend.inspector().queues())).contains(QUEUE, "mail");
    get(backend.registry().withdraw("w-1"));
    assertThat(get(backend.inspector().workers())).isEmpty();
  }
}
