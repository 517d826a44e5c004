package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sitq.BackendConnectionException;
import io.sitq.TaskEvent;
import io.sitq.TaskListener;
import io.sitq.spi.Delivery;
import io.sitq.spi.Settlement;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.Tasks.Echo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases of 30 s. */
class LeaseKeeperTest {
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore goOn = new Semaphore(0);
  private final AtomicBoolean wasCancelled = new AtomicBoolean();
  private final List<String> lost = new CopyOnWriteArrayList<>();
  private final OneQueue queue =
      new OneQueue(
          4,
          Duration.ofMinutes(1),
          Echo.class,
          (task, context) -> {
            begun.release();
            try {
              goOn.acquire();
            } catch (InterruptedException e) {
              wasCancelled.set(context.isCancelled());
              throw e;
            }
            return "";
          },
          HandlerOptions.defaults(),
          new TaskListener() {
            @Override
            public void lost(TaskEvent event) {
              lost.add(event.taskId() + " " + event.workerId());
            }
          });

  @AfterEach
  void close() {
    goOn.release(100);
    queue.close();
  }

  @Test
  void a_lease_is_renewed_when_a_third_of_it_is_over_and_not_before() throws Exception {
    queue.start(new Echo("x"));
    assertThat(queue.keeper.runOnce()).isEqualTo(Duration.ofSeconds(5));
    queue.time.advance(Duration.ofMillis(9_999));
    queue.keeper.runOnce();
    assertThat(queue.backend.renewals).isEmpty();
    queue.time.advance(Duration.ofMillis(1));
    queue.keeper.runOnce();
    queue.keeper.runOnce();
    assertThat(queue.backend.renewals).hasSize(1);
    queue.time.advance(Duration.ofSeconds(10));
    queue.keeper.runOnce();
    assertThat(queue.backend.renewals).hasSize(2);
  }

  @Test
  void what_waits_to_start_and_what_waits_for_its_answer_is_renewed_in_one_call() throws Exception {
    queue.backend.answersSettles = false;
    queue.start(new Echo("settled"));
    begun.acquire();
    goOn.release();
    await().until(() -> !queue.backend.settlements().isEmpty());
    Attempt held = queue.take(queue.delivered(new Echo("held")));
    queue.time.advance(Duration.ofSeconds(10));
    queue.keeper.runOnce();
    assertThat(queue.backend.renewals).hasSize(1);
    assertThat(queue.backend.renewals.get(0)).hasSize(2);
    queue.backend.loseAll();
    queue.backend.answersSettles = true;
    held.end(new Outcome.Stopped());
  }

  @Test
  void a_lost_one_is_interrupted_told_and_its_settle_refused() throws Exception {
    String id = queue.start(new Echo("x"));
    begun.acquire();
    queue.backend.loseAll();
    queue.time.advance(Duration.ofSeconds(10));
    queue.keeper.runOnce();
    await().until(() -> lost.equals(List.of(id + " w-1")));
    assertThat(wasCancelled).isTrue();
    await().until(() -> queue.places.active() == 0);
    assertThat(queue.backend.settlementsOf(id))
        .singleElement()
        .isInstanceOf(Settlement.Release.class);
  }

  @Test
  void what_could_not_be_renewed_in_time_is_not_started_but_given_up() throws Exception {
    Delivery delivery = queue.delivered(new Echo("late"));
    Attempt late = queue.take(delivery);
    queue.time.advance(Duration.ofSeconds(20));
    queue.backend.down = true;
    assertThatThrownBy(queue.keeper::runOnce).isInstanceOf(BackendConnectionException.class);
    queue.time.advance(Duration.ofSeconds(5));
    queue.start(late);
    await().until(() -> !queue.backend.settlements().isEmpty());
    assertThat(queue.backend.settlements()).singleElement().isInstanceOf(Settlement.Release.class);
    assertThat(begun.availablePermits()).isZero();
  }

  /** Computes until it is told to stop, or may go on. */
  private OneQueue computing() {
    return new OneQueue(
        1,
        Duration.ofMinutes(1),
        Echo.class,
        (task, context) -> {
          begun.release();
          while (!context.isCancelled() && !goOn.tryAcquire()) {
            Thread.onSpinWait();
          }
          if (task.equals(new Echo("obeys")) && context.isCancelled()) {
            throw new IllegalStateException("told to stop");
          }
          return context.isCancelled() ? "told" : "not told";
        },
        HandlerOptions.defaults(),
        new TaskListener() {});
  }

  @Test
  void a_handler_whose_lease_could_not_be_renewed_in_time_is_told_and_gives_its_task_back()
      throws Exception {
    try (OneQueue cutOff = computing()) {
      String id = cutOff.start(new Echo("obeys"));
      begun.acquire();
      cutOff.time.advance(Duration.ofMillis(24_999));
      assertThat(cutOff.backend.settlements()).isEmpty();
      cutOff.time.advance(Duration.ofMillis(1));
      await().until(() -> !cutOff.backend.settlementsOf(id).isEmpty());
      assertThat(cutOff.backend.settlementsOf(id))
          .singleElement()
          .isInstanceOf(Settlement.Release.class);
    }
  }

  @Test
  void one_that_returns_a_value_nevertheless_counts_if_nobody_took_the_task() throws Exception {
    try (OneQueue cutOff = computing()) {
      String id = cutOff.start(new Echo("finishes"));
      begun.acquire();
      cutOff.time.advance(Duration.ofSeconds(25));
      await().until(() -> !cutOff.backend.settlementsOf(id).isEmpty());
      assertThat(cutOff.backend.settlementsOf(id))
          .singleElement()
          .isInstanceOf(Settlement.Success.class);
    }
  }

  @Test
  void one_that_does_not_ask_goes_on_and_is_interrupted_when_the_task_is_another_workers()
      throws Exception {
    String id = queue.start(new Echo("x"));
    begun.acquire();
    queue.time.advance(Duration.ofSeconds(40));
    assertThat(queue.backend.settlements()).isEmpty();
    queue.backend.loseAll();
    queue.keeper.runOnce();
    await().until(() -> lost.equals(List.of(id + " w-1")));
  }

  @Test
  void one_that_was_renewed_again_is_started() throws Exception {
    Attempt attempt = queue.take(queue.delivered(new Echo("x")));
    queue.time.advance(Duration.ofSeconds(25));
    queue.keeper.runOnce();
    queue.start(attempt);
    begun.acquire();
  }
}
