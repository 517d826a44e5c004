package io.sitq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.CancelOutcome;
import io.sitq.TaskFailure;
import io.sitq.TaskStatus;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.DelayedTasks;
import io.sitq.spi.Delivery;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.Settlement;
import io.sitq.spi.StoredTask;
import io.sitq.spi.Submission;
import io.sitq.spi.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What a producer, a worker and an operator do, each of it once, by a backend of their own. */
final class RoleSteps {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration LEASE = Duration.ofMillis(400);
  private static final Duration TTL = Duration.ofMinutes(1);

  private RoleSteps() {}

  /** Enqueues at once and for later, looks, waits, cancels both; {@code admin} is a worker's. */
  static void produce(RedisBackend backend, String queue, RedisBackend admin) {
    String now = queue + ":now";
    String later = queue + ":later";
    assertThat(get(backend.enqueuer().enqueue(submission(queue, "gone", 0))))
        .isEqualTo(EnqueueOutcome.ACCEPTED);
    assertThat(get(backend.cancellations().cancel(queue + ":gone")))
        .isEqualTo(CancelOutcome.CANCELLED);
    get(backend.enqueuer().enqueue(submission(queue, "now", 0)));
    get(backend.enqueuer().enqueue(submission(queue, "later", 60_000)));
    assertThat(get(backend.results().read(later)).orElseThrow().status())
        .isEqualTo(TaskStatus.SCHEDULED);
    CompletionStage<?> admins = admin.results().awaitEnd(later, SOON);
    await().atMost(SOON).until(() -> !get(admin.results().read(later)).isEmpty());
    CompletionStage<?> both = backend.results().awaitEnd(later, SOON);
    try (QueueConsumer consumer = admin.consumer(queue, "other")) {
      CompletionStage<?> waiting = backend.results().awaitEnd(now, SOON);
      Delivery delivery = fetch(consumer);
      assertThat(get(backend.results().read(now)).orElseThrow().status())
          .isEqualTo(TaskStatus.RUNNING);
      assertThat(get(backend.cancellations().cancel(now))).isEqualTo(CancelOutcome.REQUESTED);
      get(consumer.settle(new Settlement.Cancellation(delivery, facts(), TTL)));
      get(waiting);
    }
    assertThat(get(backend.cancellations().cancel(later))).isEqualTo(CancelOutcome.CANCELLED);
    get(admins);
    get(both);
  }

  /** Announces itself, runs, retries, fails, gives back, recovers, sweeps, trims, leaves. */
  static void work(RedisBackend backend, String queue, RedisBackend admin) {
    WorkerInfo info = new WorkerInfo("w", "h", 1, Instant.EPOCH, Map.of(queue, 1));
    get(backend.registry().announce(info, Duration.ofSeconds(30)));
    DelayedTasks.Subscription wakes = backend.delayedTasks().onEarlierDue(queue, () -> {});
    get(admin.enqueuer().enqueue(submission(queue, "one", 0)));
    get(admin.enqueuer().enqueue(submission(queue, "due", 1)));
    await().atMost(SOON).until(() -> get(backend.delayedTasks().promoteDue(queue)).promoted() == 1);
    try (QueueConsumer consumer = backend.consumer(queue, "w")) {
      CompletionStage<?> waiting = admin.results().awaitEnd(queue + ":one", SOON);
      Delivery delivery = fetch(consumer);
      assertThat(get(consumer.renew(List.of(delivery)))).isEmpty();
      get(consumer.markStart(delivery, false));
      get(consumer.settle(new Settlement.Release(delivery, facts(), Duration.ZERO, false)));
      TaskFailure failure = new TaskFailure("e", "E", List.of(), "t");
      Settlement.Retry retry =
          new Settlement.Retry(fetch(consumer), facts(), failure, List.of(), Duration.ofMillis(1));
      get(consumer.settle(retry));
      get(consumer.settle(new Settlement.Success(fetch(consumer), facts(), null, TTL)));
      get(waiting);
      await()
          .atMost(SOON)
          .until(() -> get(backend.delayedTasks().promoteDue(queue)).promoted() == 1);
      get(
          consumer.settle(
              new Settlement.Failure(fetch(consumer), facts(), failure, List.of(), TTL)));
      get(backend.deadLetters().trim(queue));
      get(admin.enqueuer().enqueue(submission(queue, "lost", 0)));
      fetch(consumer);
      await()
          .atMost(SOON)
          .until(() -> get(backend.recovery().recover(queue, LEASE, 3)).recovered() == 1);
      get(backend.recovery().sweep(queue));
      get(backend.recovery().removeIdleConsumers(queue, Duration.ofMinutes(5)));
      get(consumer.settle(new Settlement.Success(fetch(consumer), facts(), null, TTL)));
      get(backend.inspector().stats(queue));
      consumer.wakeUp();
    }
    get(backend.registry().withdraw("w"));
    wakes.close();
  }

  /** Looks at queues, workers and tasks; requeues, cancels and deletes. */
  static void operate(RedisBackend backend, String queue, RedisBackend admin) {
    get(admin.enqueuer().enqueue(submission(queue, "bad", 0)));
    TaskFailure failure = new TaskFailure("e", "E", List.of(), "t");
    WorkerInfo info = new WorkerInfo("w", "h", 1, Instant.EPOCH, Map.of(queue, 1));
    get(admin.registry().announce(info, Duration.ofSeconds(30)));
    try (QueueConsumer consumer = admin.consumer(queue, "w")) {
      get(
          consumer.settle(
              new Settlement.Failure(fetch(consumer), facts(), failure, List.of(), TTL)));
      assertThat(get(backend.inspector().queues())).contains(queue);
      assertThat(get(backend.inspector().stats(queue)).dead()).isEqualTo(1);
      assertThat(get(backend.inspector().workers())).isNotEmpty();
      assertThat(get(backend.deadLetters().ids(queue, null, null))).hasSize(1);
      StoredTask bad = get(backend.results().read(queue + ":bad")).orElseThrow();
      assertThat(bad.status()).isEqualTo(TaskStatus.FAILED);
      assertThat(get(backend.deadLetters().requeue(queue, List.of(bad.id())))).isEqualTo(1);
      CompletionStage<?> waiting = backend.results().awaitEnd(bad.id(), SOON);
      get(
          consumer.settle(
              new Settlement.Failure(fetch(consumer), facts(), failure, List.of(), TTL)));
      get(waiting);
      assertThat(get(backend.deadLetters().delete(queue, List.of(bad.id())))).isEqualTo(1);
      get(admin.enqueuer().enqueue(submission(queue, "later", 60_000)));
      assertThat(get(backend.cancellations().cancel(queue + ":later")))
          .isEqualTo(CancelOutcome.CANCELLED);
      get(admin.enqueuer().enqueue(submission(queue, "unwanted", 0)));
      CompletionStage<?> told = admin.results().awaitEnd(queue + ":unwanted", SOON);
      assertThat(get(admin.results().read(queue + ":unwanted"))).isPresent();
      assertThat(get(backend.cancellations().cancel(queue + ":unwanted")))
          .isEqualTo(CancelOutcome.CANCELLED);
      get(told);
      get(admin.enqueuer().enqueue(submission(queue, "running", 0)));
      Delivery running = fetch(consumer);
      assertThat(get(backend.cancellations().cancel(running.id())))
          .isEqualTo(CancelOutcome.REQUESTED);
      get(consumer.settle(new Settlement.Cancellation(running, facts(), TTL)));
    }
  }

  static Submission submission(String queue, String id, long delayMillis) {
    return new Submission(queue, queue + ":" + id, "t", "envelope".getBytes(UTF_8), delayMillis);
  }

  private static AttemptFacts facts() {
    return new AttemptFacts("t", 1, 0, "w", 1, 2, 3);
  }

  private static Delivery fetch(QueueConsumer consumer) {
    return consumer.fetch(1, SOON).get(0);
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
