package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sitq.BackendConnectionException;
import io.sitq.Task;
import io.sitq.TaskName;
import io.sitq.spi.Delivery;
import io.sitq.spi.Settlement;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.Tasks.Echo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Requests that come by message, late, early, or not at all. */
class RunningTaskCancellerTest {
  private static final Semaphore DECODED = new Semaphore(0);
  private static final Semaphore MAY_BE_DECODED = new Semaphore(0);

  private final Semaphore begun = new Semaphore(0);
  private final Semaphore goOn = new Semaphore(0);
  private OneQueue queue;

  private void open(int concurrency) {
    queue =
        new OneQueue(
            concurrency,
            Duration.ofMinutes(1),
            Echo.class,
            (task, context) -> {
              begun.release();
              goOn.acquire();
              return "";
            },
            HandlerOptions.defaults());
    queue.backend.cancellations.losesMessages = true;
  }

  @AfterEach
  void close() {
    goOn.release(10_000);
    queue.close();
  }

  private List<List<Delivery>> questions() {
    return queue.backend.cancellations.questions;
  }

  private void assertCancelled(String id) {
    await().until(() -> !queue.backend.settlementsOf(id).isEmpty());
    assertThat(queue.backend.settlementsOf(id))
        .singleElement()
        .isInstanceOf(Settlement.Cancellation.class);
  }

  @Test
  void nothing_is_asked_while_nothing_runs_or_what_runs_is_young() throws Exception {
    open(1);
    assertThat(queue.canceller.runOnce()).isEqualTo(Duration.ofSeconds(2));
    queue.start(new Echo("x"));
    begun.acquire();
    queue.time.advance(Duration.ofMillis(999));
    assertThat(queue.canceller.runOnce()).isEqualTo(Duration.ofSeconds(2));
    assertThat(questions()).isEmpty();
  }

  @Test
  void a_request_whose_message_was_lost_is_found_by_asking() throws Exception {
    open(2);
    String unwanted = queue.start(new Echo("unwanted"));
    String wanted = queue.start(new Echo("wanted"));
    begun.acquire(2);
    queue.cancel(unwanted);
    queue.time.advance(Duration.ofSeconds(1));
    assertThat(queue.canceller.runOnce()).isEqualTo(Duration.ofSeconds(2));
    assertCancelled(unwanted);
    queue.canceller.runOnce();
    assertThat(queue.backend.settlementsOf(wanted)).isEmpty();
    assertThat(questions()).extracting(List::size).containsExactly(2, 1);
  }

  @Test
  void one_that_was_told_to_stop_is_not_asked_about_again() throws Exception {
    queue =
        new OneQueue(
            1,
            Duration.ofMinutes(1),
            Echo.class,
            (task, context) -> {
              begun.release();
              goOn.acquireUninterruptibly();
              return "";
            },
            HandlerOptions.defaults());
    String id = queue.start(new Echo("x"));
    begun.acquire();
    queue.cancel(id);
    queue.time.advance(Duration.ofSeconds(1));
    queue.canceller.runOnce();
    queue.canceller.runOnce();
    assertThat(questions()).hasSize(1);
  }

  @Test
  void no_question_is_about_more_than_100_and_there_is_one_a_second() throws Exception {
    open(250);
    for (int i = 0; i < 250; i++) {
      queue.start(new Echo("x"));
    }
    begun.acquire(250);
    queue.time.advance(Duration.ofSeconds(1));
    assertThat(queue.canceller.runOnce()).isEqualTo(Duration.ofSeconds(3));
    assertThat(questions()).extracting(List::size).containsExactly(100, 100, 50);
  }

  @Test
  void the_loop_learns_of_an_outage_and_finds_the_request_afterwards() throws Exception {
    open(1);
    String id = queue.start(new Echo("x"));
    begun.acquire();
    queue.cancel(id);
    queue.time.advance(Duration.ofSeconds(1));
    queue.backend.down = true;
    assertThatThrownBy(queue.canceller::runOnce).isInstanceOf(BackendConnectionException.class);
    queue.backend.down = false;
    queue.canceller.runOnce();
    assertCancelled(id);
  }

  @Test
  void a_message_that_overtakes_its_delivery_counts() throws Exception {
    open(1);
    Delivery delivery = queue.delivered(new Echo("x"));
    queue.cancel(delivery.id());
    queue.canceller.told(delivery.id());
    queue.start(delivery);
    assertCancelled(delivery.id());
    assertThat(questions()).containsExactly(List.of(delivery));
  }

  @Test
  void a_message_that_was_meant_for_an_earlier_life_does_not_count() throws Exception {
    open(1);
    Delivery delivery = queue.delivered(new Echo("x"));
    queue.canceller.told(delivery.id());
    queue.start(delivery);
    begun.acquire();
    goOn.release();
    await().until(() -> !queue.backend.settlements().isEmpty());
    assertThat(queue.backend.settlements()).singleElement().isInstanceOf(Settlement.Success.class);
    assertThat(questions()).hasSize(1);
  }

  @Test
  void messages_about_tasks_of_other_workers_are_forgotten_after_10_s() throws Exception {
    open(1);
    Delivery delivery = queue.delivered(new Echo("x"));
    for (int i = 0; i < 2 * RunningTaskCanceller.MOST_REMEMBERED; i++) {
      queue.canceller.told("default:other-" + i);
    }
    queue.canceller.told(delivery.id()); // too many: forgotten at once
    queue.time.advance(RunningTaskCanceller.MEMORY);
    queue.canceller.runOnce();
    queue.canceller.told(delivery.id());
    queue.time.advance(RunningTaskCanceller.MEMORY);
    queue.canceller.runOnce();
    queue.start(delivery);
    begun.acquire();
    assertThat(questions()).isEmpty();
  }

  @TaskName("slow-to-decode")
  record SlowToDecode(String text) implements Task<String> {
    SlowToDecode {
      if (Thread.currentThread().getName().startsWith("sitq-handler-")) {
        DECODED.release();
        MAY_BE_DECODED.acquireUninterruptibly();
      }
    }
  }

  @RepeatedTest(20)
  void what_is_cancelled_before_its_handler_begins_does_not_begin() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    queue =
        new OneQueue(
            1,
            Duration.ofMinutes(1),
            SlowToDecode.class,
            (task, context) -> calls.incrementAndGet(),
            HandlerOptions.defaults());
    String id = queue.start(new SlowToDecode("x"));
    DECODED.acquire();
    queue.canceller.told(id);
    MAY_BE_DECODED.release();
    assertCancelled(id);
    assertThat(calls).hasValue(0);
    assertThat(questions()).isEmpty();
  }
}
