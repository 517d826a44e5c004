package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sitq.BackendException;
import io.sitq.spi.WorkerInfo;
import io.sitq.worker.InMemoryBackend;
import io.sitq.worker.LogCapture;
import io.sitq.worker.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LoopsTest {
  private final ManualTime time = new ManualTime();
  private final OutageLog outages = new OutageLog("memory", time);
  private final FatalErrors fatal = new FatalErrors(e -> {});

  private BackgroundLoop loop(String name, BackgroundLoop.Pass pass) {
    return new BackgroundLoop(name, pass, outages, fatal);
  }

  @Test
  void pauses_grow_with_failures_in_a_row_and_start_anew_after_a_success() {
    AtomicInteger calls = new AtomicInteger();
    BackgroundLoop loop =
        loop(
            "x",
            () -> {
              if (calls.incrementAndGet() == 10) {
                return Duration.ZERO;
              }
              throw new BackendException("fetch", "away", null);
            });
    long most = 100;
    for (int i = 1; i < 10; i++) {
      assertThat(loop.runGuarded().toMillis()).isBetween(most / 2, most);
      most = Math.min(5000, most * 2);
    }
    assertThat(loop.runGuarded()).isZero();
    assertThat(loop.runGuarded().toMillis()).isBetween(50L, 100L);
  }

  @Test
  void what_must_not_be_late_tries_again_within_its_time_however_often_it_failed() {
    BackgroundLoop loop =
        loop(
                "renew",
                () -> {
                  throw new BackendException("renew", "away", null);
                })
            .triesAgainWithin(Duration.ofMillis(200));
    for (int i = 0; i < 20; i++) {
      assertThat(loop.runGuarded()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }
  }

  @Test
  void an_outage_that_several_loops_meet_is_two_lines_with_its_duration() {
    try (LogCapture log = new LogCapture("io.sitq.worker")) {
      outages.succeeded("a");
      outages.failed("a", new BackendException("fetch", "away", null));
      outages.failed("b", new IllegalStateException("too"));
      time.advance(Duration.ofSeconds(7));
      outages.failed("a", new BackendException("fetch", "away", null));
      outages.succeeded("c");
      outages.succeeded("a");
      outages.succeeded("b");
      outages.succeeded("b");
      assertThat(log.lines())
          .containsExactly(
              "WARN Trouble with the backend, trying on: a failed: away",
              "INFO The backend is back after 7000 ms");
    }
  }

  @Test
  void a_loop_goes_on_whatever_is_thrown_and_ends_when_it_is_stopped() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    BackgroundLoop loop =
        loop(
            "x",
            () -> {
              if (calls.incrementAndGet() == 1) {
                throw new AssertionError("whatever");
              }
              return Duration.ofMillis(1);
            });
    loop.stop();
    BackgroundLoop other = loop("y", () -> Duration.ofMillis(calls.incrementAndGet()));
    other.start();
    await().until(() -> calls.get() > 3);
    other.stop();
    other.stop();
    assertThat(other.awaitEnd(System.nanoTime() + Duration.ofSeconds(10).toNanos())).isTrue();
    assertThat(loop.runGuarded()).isPositive();
  }

  @RepeatedTest(50)
  void no_wake_up_is_lost() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    BackgroundLoop loop =
        loop(
            "x",
            () -> {
              twice.countDown();
              return Duration.ofMinutes(5);
            });
    loop.start();
    loop.wakeUp();
    assertThat(twice.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    loop.stop();
    assertThat(loop.awaitEnd(System.nanoTime() + Duration.ofSeconds(10).toNanos())).isTrue();
  }

  @Test
  void the_promoter_sleeps_until_the_next_task_is_due_but_not_longer_than_5_s() throws Exception {
    InMemoryBackend backend = new InMemoryBackend();
    DelayedTaskPromoter promoter = new DelayedTaskPromoter(backend.delayedTasks(), "default");
    assertThat(promoter.runOnce()).isEqualTo(Duration.ofSeconds(5));
    schedule(backend, 60_000);
    assertThat(promoter.runOnce()).isEqualTo(Duration.ofSeconds(5));
    schedule(backend, 3_000);
    assertThat(promoter.runOnce()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    backend.close();
  }

  private static void schedule(InMemoryBackend backend, long delayMillis) {
    backend
        .enqueuer()
        .enqueue(new io.sitq.spi.Submission("default", "default:x", "x", new byte[0], delayMillis))
        .toCompletableFuture()
        .join();
  }

  @Test
  void the_age_is_that_of_the_last_fetch_or_without_room_of_the_last_answer_to_anything()
      throws Exception {
    LastAnswer lastAnswer = new LastAnswer(time);
    FetchAge age = new FetchAge(time, lastAnswer);
    InMemoryBackend backend = new InMemoryBackend();
    WorkerInfo worker = new WorkerInfo("w-1", "host", 1, Instant.EPOCH, Map.of("default", 1));
    Heartbeat heartbeat = new Heartbeat(backend.registry(), worker, lastAnswer);
    time.advance(Duration.ofSeconds(1));
    heartbeat.runOnce();
    assertThat(age.get()).isEqualTo(Duration.ofSeconds(1));

    age.pause();
    time.advance(Duration.ofHours(1));
    heartbeat.runOnce();
    assertThat(age.get()).isZero();
    backend.down = true;
    time.advance(Duration.ofSeconds(12));
    assertThatThrownBy(heartbeat::runOnce).isInstanceOf(BackendException.class);
    assertThat(age.get()).isEqualTo(Duration.ofSeconds(12));

    age.goOn();
    time.advance(Duration.ofSeconds(1));
    assertThat(age.get()).isEqualTo(Duration.ofSeconds(2));
    age.heard();
    assertThat(age.get()).isZero();
    age.pause();
    assertThat(age.get()).isZero();
    backend.close();
  }

  @Test
  void a_fatal_error_in_an_answer_of_the_backend_s_or_a_timer_is_told() throws Exception {
    List<Throwable> told = new CopyOnWriteArrayList<>();
    FatalErrors tells = new FatalErrors(told::add);
    OutOfMemoryError error = new OutOfMemoryError("test");
    BackgroundLoop loop =
        new BackgroundLoop(
            "x",
            () -> Stages.join("x", CompletableFuture.failedFuture(error), Duration.ofSeconds(1)),
            outages,
            tells);
    assertThat(loop.runGuarded()).isPositive();
    assertThat(told).containsExactly(error);

    Timers timers = new Timers(tells);
    Future<?> unused =
        timers.after(
            Duration.ZERO,
            () -> {
              throw error;
            });
    await().until(() -> told.size() == 2);
    timers.close();
  }
}
