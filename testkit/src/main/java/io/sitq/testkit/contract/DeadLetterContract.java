package io.sitq.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.AttemptError;
import io.sitq.TaskStatus;
import io.sitq.spi.DeadLetterStore;
import io.sitq.spi.Delivery;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.StoredTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link DeadLetterStore} must do. */
abstract class DeadLetterContract extends CancellationContract {
  private List<String> dead(@Nullable Instant since, @Nullable Instant until) {
    return get(backend().deadLetters().ids(QUEUE, since, until));
  }

  private List<String> dead() {
    return dead(null, null);
  }

  private int requeue(String... localIds) {
    return get(backend().deadLetters().requeue(QUEUE, ids(localIds)));
  }

  private int delete(String... localIds) {
    return get(backend().deadLetters().delete(QUEUE, ids(localIds)));
  }

  private static List<String> ids(String... localIds) {
    return List.of(localIds).stream().map(ContractSteps::id).toList();
  }

  /** The list. */
  @Test
  void failed_tasks_are_listed_newest_first_and_others_are_not() {
    assertThat(dead()).isEmpty();
    fail("a");
    fail("b");
    fail("c");
    settle(success(fetched("success"), "1"));
    settle(retry(fetched("waiting"), Duration.ofMinutes(1)));
    enqueue("pending", 0);

    assertThat(dead()).containsExactly(id("c"), id("b"), id("a"));
    assertThat(stats().dead()).isEqualTo(3);
  }

  /** Bounds in time. The margins are for a backend whose clock is not the test's. */
  @Test
  void the_list_has_bounds_in_time() {
    fail("a");
    Instant earlier = Instant.now().minus(Duration.ofHours(1));
    Instant later = Instant.now().plus(Duration.ofHours(1));

    assertThat(dead(earlier, null)).hasSize(1);
    assertThat(dead(null, later)).hasSize(1);
    assertThat(dead(earlier, later)).hasSize(1);
    assertThat(dead(later, null)).isEmpty();
    assertThat(dead(null, earlier)).isEmpty();
    assertThat(dead(later, earlier)).isEmpty();
  }

  /** Requeueing. */
  @Test
  void a_requeued_task_has_a_new_life_and_its_old_result_is_gone() {
    enqueue("a", 0);
    Delivery first = fetchOne();
    List<AttemptError> errors =
        List.of(new AttemptError(1, "java.io.IOException", "no", Instant.ofEpochMilli(5)));
    settle(new Settlement.Retry(first, facts(first), failure(), errors, Duration.ofMillis(1)));
    promoteAll();
    Delivery last = fetchOne();
    settle(new Settlement.Failure(last, facts(last), failure(), errors, TTL));
    assertThat(last.attempt()).isEqualTo(2);

    assertThat(requeue("a")).isEqualTo(1);

    StoredTask pending = read("a").orElseThrow();
    assertThat(pending.status()).isEqualTo(TaskStatus.PENDING);
    assertThat(pending.failure()).isNull();
    assertThat(pending.errors()).isEmpty();
    assertThat(dead()).isEmpty();
    Delivery again = fetchOne();
    assertThat(again.id()).isEqualTo(id("a"));
    assertThat(again.task()).isEqualTo("task-of-a");
    assertThat(again.envelope()).isEqualTo(first.envelope());
    assertThat(again.attempt()).isEqualTo(1);
    assertThat(again.crashes()).isZero();
    assertThat(again.errors()).isEmpty();
    settle(success(again, "at last"));
    assertThat(read("a").orElseThrow().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(read("a").orElseThrow().failure()).isNull();
  }

  /** A new life is one like any. */
  @Test
  void a_requeued_task_that_fails_again_is_a_dead_letter_again_and_waiters_are_told() {
    fail("a");
    requeue("a");
    CompletableFuture<Optional<StoredTask>> end = end("a", SOON);
    Delivery delivery = fetchOne();
    settle(new Settlement.Failure(delivery, facts(delivery), failure(), List.of(), TTL));

    assertThat(get(end).orElseThrow().status()).isEqualTo(TaskStatus.FAILED);
    assertThat(dead()).containsExactly(id("a"));
  }

  /** A request to cancel is for one life. */
  @Test
  void a_request_to_cancel_does_not_outlive_the_failure() {
    Delivery delivery = fetched("a");
    cancel("a");
    settle(new Settlement.Failure(delivery, facts(delivery), failure(), List.of(), TTL));
    requeue("a");
    Delivery again = fetchOne();

    assertThat(get(backend().cancellations().requested(List.of(again)))).isEmpty();
    settle(retry(again, Duration.ofMinutes(1)));
    assertThat(read("a").orElseThrow().status()).isEqualTo(TaskStatus.SCHEDULED);
  }

  /** Deleting. */
  @Test
  void a_deleted_dead_letter_is_gone_with_its_result() {
    fail("a");
    fail("b");

    assertThat(delete("a")).isEqualTo(1);

    assertThat(dead()).containsExactly(id("b"));
    assertThat(read("a")).isEmpty();
    assertThat(enqueue("a", 0)).isEqualTo(EnqueueOutcome.ACCEPTED);
  }

  /** Bad input. */
  @Test
  void what_is_no_dead_letter_is_neither_requeued_nor_deleted() {
    settle(success(fetched("success"), "1"));
    Delivery running = fetched("running");
    fail("dead");
    enqueue("pending", 0);
    enqueue("later", 60_000);

    String[] all = {"success", "running", "pending", "later", "nobody", "dead"};
    assertThat(requeue(all)).isEqualTo(1);
    assertThat(requeue(all)).isZero();
    assertThat(delete(all)).isZero();

    assertThat(read("success").orElseThrow().status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(read("running").orElseThrow().status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(read("pending").orElseThrow().status()).isEqualTo(TaskStatus.PENDING);
    assertThat(read("dead").orElseThrow().status()).isEqualTo(TaskStatus.PENDING);
    assertThat(read("later").orElseThrow().status()).isEqualTo(TaskStatus.SCHEDULED);
    assertThat(read("nobody")).isEmpty();
    settle(success(running, "1"));
  }

  /** Trimming. Where the limits are is a setting of each backend. */
  @Test
  void trimming_leaves_what_is_within_the_limits() {
    assertThat(get(backend().deadLetters().trim(QUEUE))).isZero();
    fail("a");

    assertThat(get(backend().deadLetters().trim(QUEUE))).isZero();

    assertThat(dead()).containsExactly(id("a"));
    assertThat(read("a").orElseThrow().status()).isEqualTo(TaskStatus.FAILED);
  }
}
