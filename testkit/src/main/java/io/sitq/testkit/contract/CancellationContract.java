package io.sitq.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.CancelOutcome;
import io.sitq.TaskStatus;
import io.sitq.spi.Cancellations;
import io.sitq.spi.DelayedTasks;
import io.sitq.spi.Delivery;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.StoredTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What {@link Cancellations} must do. */
abstract class CancellationContract extends ContractSteps {
  private void assertCancelled(String localId, int attempt) {
    StoredTask task = read(localId).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(task.task()).isEqualTo("task-of-" + localId);
    assertThat(task.attempt()).isEqualTo(attempt);
    assertThat(task.failure()).isNull();
    assertThat(task.value()).isNull();
    assertThat(stats().counts().get("task-of-" + localId)).containsEntry("cancelled", 1L);
  }

  private Set<String> requested(Delivery... deliveries) {
    return get(backend().cancellations().requested(List.of(deliveries)));
  }

  /** Pending. */
  @Test
  void a_cancelled_pending_task_has_ended_and_is_not_delivered() {
    enqueue("a", 0);
    enqueue("b", 0);

    assertThat(cancel("a")).isEqualTo(CancelOutcome.CANCELLED);

    assertCancelled("a", 1);
    assertThat(fetch(10)).extracting(Delivery::id).containsExactly(id("b"));
    assertThat(stats().pending()).isZero();
  }

  /** Scheduled. */
  @Test
  void a_cancelled_scheduled_task_has_ended_and_never_becomes_due() {
    enqueue("a", 60_000);

    assertThat(cancel("a")).isEqualTo(CancelOutcome.CANCELLED);

    assertCancelled("a", 1);
    assertThat(stats().scheduled()).isZero();
    assertThat(get(backend().delayedTasks().promoteDue(QUEUE)).nextDue()).isEmpty();
  }

  /** Waiting for a retry. */
  @Test
  void a_cancelled_task_that_waits_for_a_retry_has_ended() {
    Delivery delivery = fetched("a");
    settle(retry(delivery, Duration.ofMinutes(1)));

    assertThat(cancel("a")).isEqualTo(CancelOutcome.CANCELLED);

    assertCancelled("a", 2);
    assertThat(stats().scheduled()).isZero();
  }

  /** Ended, and never there. */
  @Test
  void what_has_ended_or_is_not_known_is_not_changed_by_cancelling() {
    settle(success(fetched("a"), "1"));
    fail("b");
    enqueue("c", 0);
    cancel("c");

    assertThat(cancel("a")).isEqualTo(CancelOutcome.ENDED);
    assertThat(cancel("b")).isEqualTo(CancelOutcome.ENDED);
    assertThat(cancel("c")).isEqualTo(CancelOutcome.ENDED);
    assertThat(cancel("nobody")).isEqualTo(CancelOutcome.NOT_FOUND);

    assertThat(read("a").orElseThrow().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(read("b").orElseThrow().status()).isEqualTo(TaskStatus.FAILED);
    assertThat(read("nobody")).isEmpty();
    assertThat(stats().counts().get("task-of-c")).isEqualTo(Map.of("cancelled", 1L));
  }

  /** Running: the message. */
  @Test
  void a_request_to_cancel_a_running_task_reaches_those_who_listen() {
    fetched("a");
    Set<String> told = ConcurrentHashMap.newKeySet();
    DelayedTasks.Subscription subscription = backend().cancellations().onRequest(QUEUE, told::add);
    try {
      // a subscription takes a moment; each request tells again
      await()
          .atMost(SOON)
          .until(
              () -> {
                assertThat(cancel("a")).isEqualTo(CancelOutcome.REQUESTED);
                return told.contains(id("a"));
              });
    } finally {
      subscription.close();
    }
    assertThat(told).containsExactly(id("a"));
    assertThat(read("a").orElseThrow().status()).isEqualTo(TaskStatus.RUNNING);
  }

  /** Running: the answer to those who ask. */
  @Test
  void a_request_to_cancel_a_running_task_is_told_to_those_who_ask() {
    Delivery wanted = fetched("a");
    Delivery unwanted = fetched("b");
    assertThat(requested()).isEmpty();
    assertThat(requested(wanted, unwanted)).isEmpty();

    cancel("b");

    assertThat(requested(wanted, unwanted)).containsExactly(id("b"));
    settle(new Settlement.Cancellation(unwanted, facts(unwanted), TTL));
    assertThat(requested(wanted, unwanted)).isEmpty();
    assertCancelled("b", 1);
  }

  /** Running: the handler wins. */
  @Test
  void a_task_that_finishes_although_somebody_asked_to_cancel_it_is_a_success() {
    Delivery delivery = fetched("a");
    cancel("a");

    assertThat(settle(success(delivery, "1"))).isEqualTo(SettleOutcome.SETTLED);

    assertThat(read("a").orElseThrow().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(cancel("a")).isEqualTo(CancelOutcome.ENDED);
  }

  /** Running: no other attempt. */
  @Test
  void a_task_that_somebody_asked_to_cancel_is_not_tried_again() {
    Delivery retried = fetched("a");
    Delivery released = fetched("b");
    Delivery handedBack = fetched("c");
    List.of("a", "b", "c").forEach(this::cancel);

    assertThat(settle(retry(retried, Duration.ofMillis(1)))).isEqualTo(SettleOutcome.CANCELLED);
    assertThat(settle(new Settlement.Release(released, facts(released), Duration.ZERO, false)))
        .isEqualTo(SettleOutcome.CANCELLED);
    assertThat(
            settle(
                new Settlement.Release(handedBack, facts(handedBack), Duration.ofMillis(1), true)))
        .isEqualTo(SettleOutcome.CANCELLED);

    for (String localId : List.of("a", "b", "c")) {
      assertCancelled(localId, 1);
    }
    assertThat(stats().scheduled()).isZero();
    assertThat(stats().pending()).isZero();
    assertThat(stats().running()).isZero();
  }

  /** Waiters. */
  @Test
  void those_who_wait_for_a_task_are_told_that_it_was_cancelled() {
    enqueue("pending", 0);
    enqueue("later", 60_000);
    CompletableFuture<Optional<StoredTask>> pending = end("pending", SOON);
    CompletableFuture<Optional<StoredTask>> later = end("later", SOON);

    cancel("pending");
    cancel("later");

    assertThat(get(pending).orElseThrow().status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(get(later).orElseThrow().status()).isEqualTo(TaskStatus.CANCELLED);
    Delivery delivery = fetched("running");
    CompletableFuture<Optional<StoredTask>> running = end("running", SOON);
    cancel("running");
    settle(retry(delivery, Duration.ofMillis(1)));
    assertThat(get(running).orElseThrow().status()).isEqualTo(TaskStatus.CANCELLED);
  }
}
