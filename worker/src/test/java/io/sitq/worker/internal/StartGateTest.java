package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.spi.Delivery;
import io.sitq.spi.Settlement;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.Tasks.Echo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Tasks that were taken beyond what can run at a time. */
class StartGateTest {
  private static final int CONCURRENCY = 3;

  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final Semaphore goOn = new Semaphore(0);
  private final OneQueue queue =
      new OneQueue(
          CONCURRENCY,
          Duration.ofMinutes(1),
          Echo.class,
          (task, context) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            goOn.acquire();
            running.decrementAndGet();
            return "";
          },
          HandlerOptions.defaults());

  @AfterEach
  void close() {
    goOn.release(1_000_000);
    queue.close();
  }

  /** Takes tasks, places or not, and starts them. */
  private List<String> start(int tasks) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      Delivery delivery = queue.takenOut(new Echo("" + i));
      ids.add(delivery.id());
      queue.start(delivery);
    }
    return ids;
  }

  @Test
  void no_more_run_than_may_and_the_rest_follows() throws Exception {
    start(50);
    await().until(() -> running.get() == CONCURRENCY);
    assertThat(queue.places.active()).isEqualTo(CONCURRENCY);
    goOn.release(10);
    await().until(() -> queue.backend.settlements().size() == 10);
    await().until(() -> running.get() == CONCURRENCY);
    goOn.release(40);
    await().until(() -> queue.backend.settlements().size() == 50);
    assertThat(most).hasValue(CONCURRENCY);
    await().until(() -> queue.places.active() == 0);
  }

  @RepeatedTest(20)
  void none_is_forgotten_however_fast_they_come_and_end() throws Exception {
    goOn.release(1_000_000);
    start(500);
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> queue.backend.settlements().size() == 500);
    assertThat(most.get()).isLessThanOrEqualTo(CONCURRENCY);
  }

  @Test
  void what_does_not_start_soon_is_given_back_and_never_runs() throws Exception {
    List<String> ids = start(CONCURRENCY + 2);
    await().until(() -> running.get() == CONCURRENCY);
    WaitingTaskReleaser releaser = new WaitingTaskReleaser(queue.gate);
    releaser.runOnce();
    assertThat(queue.backend.settlements()).isEmpty();
    queue.time.advance(WaitingTaskReleaser.PATIENCE);
    releaser.runOnce();
    assertThat(queue.backend.settlements())
        .hasSize(2)
        .allMatch(settlement -> settlement instanceof Settlement.Release)
        .allMatch(settlement -> ids.subList(CONCURRENCY, ids.size()).contains(id(settlement)));
    goOn.release(CONCURRENCY);
    await().until(() -> queue.places.active() == 0);
    assertThat(queue.backend.settlements()).hasSize(CONCURRENCY + 2);
  }

  @Test
  void one_that_is_cancelled_before_its_start_ends_at_once_and_never_runs() throws Exception {
    List<String> ids = start(CONCURRENCY + 2);
    await().until(() -> running.get() == CONCURRENCY);
    String cancelled = ids.get(CONCURRENCY);
    queue.cancel(cancelled);
    queue.canceller.told(cancelled);
    await().until(() -> !queue.backend.settlements().isEmpty());
    assertThat(queue.backend.settlements())
        .singleElement()
        .isInstanceOf(Settlement.Cancellation.class)
        .matches(settlement -> id(settlement).equals(cancelled));

    goOn.release(CONCURRENCY + 1);
    await().until(() -> queue.places.active() == 0);
    assertThat(queue.backend.settlements()).hasSize(CONCURRENCY + 2);
  }

  private static String id(Settlement settlement) {
    return settlement.delivery().id();
  }
}
