package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.worker.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PrefetchTest {
  private static final int LIMIT = 10;
  private final ManualTime time = new ManualTime();
  private final Prefetch prefetch = new Prefetch(LIMIT, time);

  private void ended(int tasks, Duration took, int bytes) {
    for (int i = 0; i < tasks; i++) {
      prefetch.ended(took.toNanos(), bytes);
    }
  }

  @Test
  void nothing_is_taken_beyond_the_limit_before_a_task_has_ended() {
    assertThat(prefetch.size()).isZero();
  }

  @Test
  void as_many_are_taken_as_start_within_the_horizon() {
    ended(1, Duration.ofMillis(1), 100);
    assertThat(prefetch.size()).isEqualTo(LIMIT * 5);
    ended(1000, Duration.ofMillis(10), 100);
    assertThat(prefetch.size()).isBetween(4, 6);
  }

  @Test
  void however_short_tasks_are_there_is_a_bound() {
    ended(1, Duration.ofNanos(1), 100);
    assertThat(prefetch.size()).isEqualTo(Prefetch.MOST);
    ended(1, Duration.ZERO, 100);
    assertThat(prefetch.size()).isEqualTo(Prefetch.MOST);
  }

  @Test
  void long_tasks_are_left_to_others() {
    ended(1, Duration.ofMillis(51), 100);
    assertThat(prefetch.size()).isZero();
    ended(1, Duration.ofDays(3000), 100);
    assertThat(prefetch.size()).isZero();
  }

  @Test
  void when_no_task_ends_any_more_nothing_is_taken_beyond_the_limit() {
    ended(100, Duration.ofNanos(1000), 100);
    assertThat(prefetch.size()).isEqualTo(Prefetch.MOST);
    time.advance(Duration.ofMillis(10));
    assertThat(prefetch.size()).isEqualTo(5);
    time.advance(Duration.ofMillis(50));
    assertThat(prefetch.size()).isZero();
  }

  @Test
  void many_small_tasks_are_asked_for_in_one_call_and_few_large_or_unknown_ones() {
    assertThat(prefetch.mostAtOnce()).isEqualTo(Prefetch.FEW);
    ended(1000, Duration.ofMillis(1), 100);
    assertThat(prefetch.mostAtOnce()).isEqualTo(Prefetch.MOST);
    ended(1000, Duration.ofMillis(1), 20_000);
    assertThat(prefetch.mostAtOnce()).isBetween(Prefetch.FEW + 1, Prefetch.MOST - 1);
    ended(1000, Duration.ofMillis(1), 500_000);
    assertThat(prefetch.mostAtOnce()).isEqualTo(Prefetch.FEW);
  }

  @Test
  void large_envelopes_are_bounded_by_their_size() {
    ended(100, Duration.ofNanos(1000), 1 << 20);
    assertThat(prefetch.size()).isEqualTo(4);
  }
}
