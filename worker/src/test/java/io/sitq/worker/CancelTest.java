package io.sitq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.CancelOutcome;
import io.sitq.RetryPolicy;
import io.sitq.TaskEvent;
import io.sitq.TaskListener;
import io.sitq.TaskOptions;
import io.sitq.spi.Settlement;
import io.sitq.worker.Tasks.Echo;
import io.sitq.worker.Tasks.Note;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Running tasks that somebody cancels. */
class CancelTest extends WorkerTestBase {
  private final Semaphore begun = new Semaphore(0);
  private final CountDownLatch never = new CountDownLatch(1);

  private WorkerBuilder blocking() {
    return blocking(HandlerOptions.defaults());
  }

  private WorkerBuilder blocking(HandlerOptions options) {
    return builder()
        .handle(
            Echo.class,
            (task, context) -> {
              begun.release();
              never.await();
              return task.text();
            },
            options);
  }

  private String running() throws InterruptedException {
    return running(TaskOptions.defaults());
  }

  private String running(TaskOptions options) throws InterruptedException {
    String id = enqueue(new Echo("x"), options);
    assertThat(begun.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    return id;
  }

  private void cancel(String id) {
    assertThat(queue.cancel(id)).isEqualTo(CancelOutcome.REQUESTED);
  }

  private Settlement.Cancellation cancelled(String id) {
    return (Settlement.Cancellation) settlement(id);
  }

  @Test
  void a_running_handler_is_interrupted_and_its_task_ends_as_cancelled() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    start(blocking().concurrency(1).listener(new Recorder(heard)));
    String id = running();
    cancel(id);
    assertThat(cancelled(id).ttl()).isEqualTo(Duration.ofDays(1));
    await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("cancelled " + id));
    assertThat(queue.cancel(id)).isEqualTo(CancelOutcome.ENDED);
    await().atMost(SOON).until(() -> worker.gauges().active("default") == 0);
    assertThat(worker.gauges().stuck("default")).isZero();
  }

  private record Recorder(List<String> heard) implements TaskListener {
    @Override
    public void cancelled(TaskEvent event) {
      heard.add("cancelled " + event.taskId());
    }

    @Override
    public void retried(TaskEvent event) {
      heard.add("retried " + event.taskId());
    }

    @Override
    public void failed(TaskEvent event) {
      heard.add("failed " + event.taskId());
    }
  }

  @Test
  void the_result_is_kept_for_as_long_as_the_task_says() throws Exception {
    start(blocking());
    String id = running(TaskOptions.defaults().resultTtl(Duration.ofMinutes(3)));
    cancel(id);
    assertThat(cancelled(id).ttl()).isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void others_are_left_alone() throws Exception {
    start(blocking());
    String wanted = running();
    String unwanted = running();
    cancel(unwanted);
    cancelled(unwanted);
    assertThat(backend.settlementsOf(wanted)).isEmpty();
    never.countDown();
    assertThat(value(wanted, String.class)).isEqualTo("x");
  }

  @Test
  void a_stage_is_cancelled() throws Exception {
    CompletableFuture<String> stage = new CompletableFuture<>();
    start(
        builder()
            .handleAsync(
                Echo.class,
                task -> {
                  begun.release();
                  return stage;
                }));
    String id = running();
    cancel(id);
    cancelled(id);
    await().atMost(SOON).until(stage::isCancelled);
    await().atMost(SOON).until(() -> worker.gauges().active("default") == 0);
  }

  @Test
  void a_stage_that_is_returned_after_the_request_ends_the_task_if_it_has_a_value()
      throws Exception {
    CompletableFuture<String> unfinished = new CompletableFuture<>();
    start(
        builder()
            .handleAsync(
                Echo.class,
                (task, context) -> {
                  begun.release();
                  awaitCancelled(context);
                  return task.text().equals("done")
                      ? CompletableFuture.completedFuture("a value")
                      : unfinished;
                }));
    String done = enqueue(new Echo("done"));
    begun.acquire();
    cancel(done);
    assertThat(value(done, String.class)).isEqualTo("a value");
    String id = running();
    cancel(id);
    cancelled(id);
    await().atMost(SOON).until(unfinished::isCancelled);
  }

  /** As a handler does that computes. */
  private static void awaitCancelled(TaskContext context) {
    while (!context.isCancelled()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_handler_that_looks_at_its_context_may_stop_by_an_exception_of_its_own() throws Exception {
    start(
        builder()
            .handle(
                Echo.class,
                (task, context) -> {
                  begun.release();
                  awaitCancelled(context);
                  throw task.text().equals("later")
                      ? new RetryLater(Duration.ofMillis(1))
                      : new IllegalStateException("stopped half-way");
                },
                HandlerOptions.defaults().retry(RetryPolicy.fixed(Duration.ofMillis(1)))));
    String id = running();
    cancel(id);
    cancelled(id);
    String later = enqueue(new Echo("later"));
    begun.acquire();
    cancel(later);
    cancelled(later);
  }

  @Test
  void a_value_that_is_returned_nevertheless_is_kept() throws Exception {
    start(
        builder()
            .handle(
                Echo.class,
                (task, context) -> {
                  begun.release();
                  awaitCancelled(context);
                  return "a value";
                }));
    String id = running();
    cancel(id);
    assertThat(value(id, String.class)).isEqualTo("a value");
  }

  @Test
  void a_retry_of_a_task_that_was_cancelled_unheard_is_its_end() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    CountDownLatch goOn = new CountDownLatch(1);
    start(
        builder()
            .listener(new Recorder(heard))
            .handle(
                Echo.class,
                task -> {
                  begun.release();
                  goOn.await();
                  throw new IllegalStateException("no luck");
                },
                HandlerOptions.defaults().retry(RetryPolicy.fixed(Duration.ofMillis(1)))));
    backend.cancellations.losesMessages = true;
    String id = running();
    cancel(id);
    goOn.countDown();
    assertThat(settlement(id)).isInstanceOf(Settlement.Retry.class);
    await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("cancelled " + id));
    assertThat(queue.cancel(id)).isEqualTo(CancelOutcome.ENDED);
  }

  @Test
  void a_timeout_that_came_before_counts_and_no_other_attempt_follows() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    List<String> heard = new CopyOnWriteArrayList<>();
    start(
        builder()
            .listener(new Recorder(heard))
            .handle(
                Echo.class,
                (task, context) -> {
                  awaitCancelled(context);
                  begun.release();
                  uninterruptibly(cancelled);
                  return "";
                },
                HandlerOptions.defaults()
                    .timeout(Duration.ofMillis(5))
                    .retry(RetryPolicy.fixed(Duration.ofMillis(1)))));
    String id = running();
    cancel(id);
    cancelled.countDown();
    assertThat(settlement(id)).isInstanceOf(Settlement.Retry.class);
    await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("cancelled " + id));
  }

  private static void uninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_cancellation_counts_even_if_the_timeout_follows() throws Exception {
    start(
        builder()
            .handle(
                Echo.class,
                (task, context) -> {
                  begun.release();
                  awaitCancelled(context);
                  long over = System.nanoTime() + Duration.ofMillis(400).toNanos();
                  while (System.nanoTime() < over) {
                    Thread.onSpinWait();
                  }
                  throw new IllegalStateException("late");
                },
                HandlerOptions.defaults().timeout(Duration.ofMillis(300))));
    String id = running();
    cancel(id);
    cancelled(id);
  }

  @Test
  void the_drain_of_a_worker_is_cut_short_by_cancelling() throws Exception {
    start(blocking().drain(Duration.ofMinutes(10)));
    String id = running();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(worker::close);
    await().atMost(SOON).until(() -> !worker.isRunning());
    cancel(id);
    closing.get(20, TimeUnit.SECONDS);
    cancelled(id);
    assertThat(backend.settlementsOf(id)).hasSize(1);
    assertThat(backend.cancellations.subscriptions()).isZero();
  }

  @Test
  void what_was_cancelled_and_ignores_it_is_cancelled_when_the_worker_stops() throws Exception {
    Semaphore stuck = new Semaphore(0);
    start(
        builder()
            .handle(
                Echo.class,
                task -> {
                  begun.release();
                  stuck.acquireUninterruptibly();
                  return "";
                }));
    String id = running();
    cancel(id);
    worker.stopNow();
    assertThat(backend.settlementsOf(id))
        .singleElement()
        .isInstanceOf(Settlement.Cancellation.class);
    stuck.release();
  }

  @Test
  void a_worker_looks_after_cancellations_and_dead_letters_until_it_is_stopped() {
    start(blocking().queue("a").queue("b"));
    assertThat(backend.cancellations.subscriptions()).isEqualTo(2);
    assertThat(loops()).contains("sitq-cancel", "sitq-trim dead letters");
    worker.close();
    assertThat(backend.cancellations.subscriptions()).isZero();
    await().atMost(SOON).until(() -> !loops().contains("sitq-trim dead letters"));
    await().atMost(SOON).until(() -> !loops().contains("sitq-cancel"));
  }

  private static List<String> loops() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  @RepeatedTest(20)
  void cancel_timeout_end_and_stop_at_the_same_time_settle_once_and_interrupt_nobody_else()
      throws Exception {
    AtomicBoolean strayInterrupt = new AtomicBoolean();
    AtomicBoolean stopping = new AtomicBoolean(); // which interrupts whatever runs
    AtomicInteger ends = new AtomicInteger();
    start(
        builder()
            .concurrency(4)
            .handle(
                Echo.class,
                task -> {
                  begun.release();
                  try {
                    new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
                    return "";
                  } finally {
                    ends.incrementAndGet();
                  }
                },
                HandlerOptions.defaults().timeout(Duration.ofMillis(1)))
            .run(
                Note.class,
                note -> {
                  Thread.onSpinWait();
                  if (Thread.currentThread().isInterrupted() && !stopping.get()) {
                    strayInterrupt.set(true);
                  }
                }));
    List<String> ids = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 200; i++) {
      ids.add(enqueue(new Echo("x")));
      enqueue(new Note("x"));
    }
    for (String id : ids.subList(0, 150)) {
      begun.tryAcquire(1, TimeUnit.SECONDS); // what is cancelled before it begins never does
      queue.cancel(id);
      queue.cancel(id);
    }
    stopping.set(true);
    worker.stopNow();
    for (String id : ids) {
      long last =
          backend.settlementsOf(id).stream()
              .filter(settlement -> !(settlement instanceof Settlement.Release))
              .count();
      assertThat(last).as("ends of " + id).isLessThanOrEqualTo(1);
      assertThat(backend.settlementsOf(id)).hasSizeLessThanOrEqualTo(2);
    }
    assertThat(worker.gauges().active("default")).isZero();
    assertThat(strayInterrupt).isFalse();
  }
}
