package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.TaskEvent;
import io.sitq.TaskFailure;
import io.sitq.TaskListener;
import io.sitq.spi.Settlement;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.LogCapture;
import io.sitq.worker.Tasks.Echo;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Handlers that do not yield to the interrupt of their timeout, or of a cancellation. */
class StuckHandlerTest {
  private static final HandlerOptions SHORT =
      HandlerOptions.defaults().timeout(Duration.ofMillis(5));

  private final Semaphore begun = new Semaphore(0);
  private final Semaphore goOn = new Semaphore(0);
  private OneQueue queue;

  private void open(Duration grace, HandlerOptions options, TaskListener... listeners) {
    queue =
        new OneQueue(
            4,
            grace,
            Echo.class,
            (task, context) -> {
              begun.release();
              goOn.acquireUninterruptibly();
              return "late";
            },
            options,
            listeners);
    queue.backend.cancellations().onRequest("default", queue.canceller::told);
  }

  @AfterEach
  void close() {
    goOn.release(1000);
    queue.close();
  }

  @Test
  void one_is_failed_with_the_frames_where_it_hangs_and_keeps_its_place() throws Exception {
    open(Duration.ofMillis(10), SHORT);
    queue.start(new Echo("x"));
    await().until(() -> queue.places.stuck() == 1);
    TaskFailure failure = ((Settlement.Failure) queue.backend.settlements().get(0)).failure();
    assertThat(failure.errorType()).isEqualTo("io.sitq.TaskTimeoutException");
    assertThat(failure.error()).contains("timeout of 5 ms", "is stuck");
    assertThat(failure.traceback()).contains(getClass().getName());
    assertThatItsPlaceIsFreeWhenItReturns();
  }

  @Test
  void a_cancelled_one_is_cancelled_all_the_same_and_keeps_its_place() throws Exception {
    open(Duration.ofMillis(10), HandlerOptions.defaults());
    try (LogCapture log = new LogCapture("io.sitq.worker")) {
      String id = queue.start(new Echo("x"));
      begun.acquire();
      queue.cancel(id);
      await().until(() -> queue.places.stuck() == 1);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith(
              "WARN A cancelled task's handler did not yield to its interrupt within PT0.01S");
    }
    assertThat(queue.backend.settlements())
        .singleElement()
        .isInstanceOf(Settlement.Cancellation.class);
    assertThatItsPlaceIsFreeWhenItReturns();
  }

  @Test
  void one_that_is_cancelled_as_it_starts_is_given_up_whatever_its_timeout() throws Exception {
    open(
        Duration.ofMillis(10),
        HandlerOptions.defaults().timeout(Duration.ofHours(1)),
        new TaskListener() {
          @Override
          public void started(TaskEvent event) {
            queue.cancel(event.taskId());
          }
        });
    queue.start(new Echo("x"));
    await().until(() -> queue.places.stuck() == 1);
    assertThat(queue.backend.settlements())
        .singleElement()
        .isInstanceOf(Settlement.Cancellation.class);
    assertThatItsPlaceIsFreeWhenItReturns();
  }

  private void assertThatItsPlaceIsFreeWhenItReturns() throws InterruptedException {
    assertThat(queue.places.active()).isEqualTo(1);
    goOn.release();
    await().until(() -> queue.places.active() == 0);
    assertThat(queue.places.stuck()).isZero();
    assertThat(queue.backend.settlements()).hasSize(1);
    assertThat(queue.places.reserve(100)).isEqualTo(4);
  }

  @RepeatedTest(50)
  void one_that_yields_as_its_grace_ends_is_settled_once_and_frees_its_place_once()
      throws Exception {
    open(Duration.ofMillis(1), SHORT);
    for (int i = 0; i < 4; i++) {
      queue.start(new Echo("x"));
    }
    await().pollInterval(Duration.ofMillis(1)).until(() -> queue.backend.settlements().size() >= 2);
    goOn.release(4);
    assertThatFourAreSettledOnce();
  }

  @RepeatedTest(50)
  void a_cancelled_one_that_yields_as_its_grace_ends_is_settled_once() throws Exception {
    open(Duration.ofMillis(1), HandlerOptions.defaults());
    for (int i = 0; i < 4; i++) {
      queue.cancel(queue.start(new Echo("x")));
    }
    await().pollInterval(Duration.ofMillis(1)).until(() -> queue.backend.settlements().size() >= 2);
    goOn.release(4);
    assertThatFourAreSettledOnce();
  }

  private void assertThatFourAreSettledOnce() throws InterruptedException {
    await().pollInterval(Duration.ofMillis(1)).until(() -> queue.places.active() == 0);
    assertThat(queue.backend.settlements()).hasSize(4);
    assertThat(queue.places.stuck()).isZero();
    assertThat(queue.places.reserve(100)).isEqualTo(4);
  }
}
