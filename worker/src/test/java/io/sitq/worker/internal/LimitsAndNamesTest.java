package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.worker.ManualTime;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LimitsAndNamesTest {
  @Test
  void hosts_become_short_names() {
    assertThat(WorkerIds.sanitized("web-17.example.com")).isEqualTo("web-17");
    assertThat(WorkerIds.sanitized("a_very-long-host-name-indeed")).isEqualTo("a_very-long-host");
    assertThat(WorkerIds.sanitized("größe 1")).isEqualTo("gr--e-1");
    assertThat(WorkerIds.sanitized("")).isEqualTo("host");
  }

  @Test
  void handback_delays_double_up_to_their_cap_and_are_counted() {
    UnknownTaskPolicy policy =
        new UnknownTaskPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), 20);
    assertThat(policy.delayAfter(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.delayAfter(3)).isEqualTo(Duration.ofSeconds(8));
    assertThat(policy.delayAfter(6)).isEqualTo(Duration.ofSeconds(60));
    assertThat(policy.delayAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(60));
    assertThat(policy.allowsAnother(19)).isTrue();
    assertThat(policy.allowsAnother(20)).isFalse();
  }

  @Test
  void everything_of_a_stop_fits_into_its_drain() {
    long start = System.nanoTime();
    StopDeadline deadline = new StopDeadline(Duration.ofSeconds(25));
    assertSeconds(deadline.interruptAt() - start, 23);
    assertSeconds(deadline.releaseAt() - start, 24);
    assertSeconds(deadline.leaveAt() - start, 25);
    deadline.shorten(Duration.ofDays(1));
    assertSeconds(deadline.leaveAt() - start, 25);
    deadline.shorten(Duration.ZERO);
    assertThat(deadline.interruptAt()).isLessThanOrEqualTo(System.nanoTime());
    assertThat(deadline.leaveAt() - System.nanoTime()).isLessThan(2_000_000_000L);
    assertThat(new StopDeadline(Duration.ofSeconds(Long.MAX_VALUE)).leaveAt()).isGreaterThan(start);
  }

  private static void assertSeconds(long nanos, long seconds) {
    assertThat(nanos / 1e9).isBetween(seconds - 0.5, seconds + 0.5);
  }

  @Test
  void places_are_limited_by_queue_and_by_worker() throws Exception {
    Capacity capacity = new Capacity(5, Map.of("a", 3, "b", 4), new ManualTime());
    QueueCapacity a = capacity.of("a");
    QueueCapacity b = capacity.of("b");
    assertThat(a.isContended()).isTrue();
    assertThat(a.reserve(100)).isEqualTo(3);
    assertThat(b.reserve(100)).isEqualTo(2);
    a.giveBack(1);
    assertThat(b.reserve(100)).isEqualTo(1);
    capacity.stop();
    assertThat(a.reserve(100)).isZero();
    assertThat(new Capacity(5, Map.of("a", 3, "b", 2), new ManualTime()).of("a").isContended())
        .isFalse();
  }

  @Test
  void who_waits_for_a_place_is_served_before_who_comes_later() throws Exception {
    Capacity capacity = new Capacity(2, Map.of("a", 2, "b", 2), new ManualTime());
    QueueCapacity a = capacity.of("a");
    assertThat(a.reserve(2)).isEqualTo(2);
    CountDownLatch got = new CountDownLatch(1);
    Thread other =
        new Thread(
            () -> {
              try {
                capacity.of("b").reserve(1);
                got.countDown();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    other.start();
    org.awaitility.Awaitility.await().until(() -> other.getState() == Thread.State.WAITING);
    a.giveBack(1);
    got.await();
    a.giveBack(1);
    assertThat(a.reserve(2)).isEqualTo(1);
  }

  @Test
  void handlers_run_on_virtual_threads_where_there_are_any() throws Exception {
    HandlerThreads threads = new HandlerThreads();
    CountDownLatch done = new CountDownLatch(1);
    Thread[] ran = new Thread[1];
    threads.execute(
        () -> {
          ran[0] = Thread.currentThread();
          done.countDown();
        });
    done.await();
    threads.close();
    assertThat(ran[0].getName()).startsWith("sitq-handler-");
    assertThat(ran[0].isDaemon()).isTrue();
    if (Runtime.version().feature() >= 21) {
      assertThat(Thread.class.getMethod("isVirtual").invoke(ran[0])).isEqualTo(true);
    }
  }

  @Test
  void tasks_one_after_the_other_need_few_threads() throws Exception {
    HandlerThreads threads = new HandlerThreads();
    Set<Thread> ran = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 200; i++) {
      CountDownLatch done = new CountDownLatch(1);
      threads.execute(
          () -> {
            ran.add(Thread.currentThread());
            done.countDown();
          });
      done.await();
    }
    threads.close();
    if (Runtime.version().feature() < 21) {
      assertThat(ran).hasSizeLessThan(50);
    }
  }
}
