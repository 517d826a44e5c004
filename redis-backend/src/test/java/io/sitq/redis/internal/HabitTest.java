package io.sitq.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HabitTest {
  private final Habit habit = new Habit();

  private boolean enqueued(int times) {
    boolean expected = false;
    for (int i = 0; i < times; i++) {
      expected = habit.enqueued();
    }
    return expected;
  }

  private boolean calls(int times) {
    boolean expected = false;
    for (int i = 0; i < times; i++) {
      expected = habit.enqueued();
      habit.awaited();
    }
    return expected;
  }

  @Test
  void nothing_is_expected_of_one_who_never_waits() {
    assertThat(enqueued(100)).isFalse();
  }

  @Test
  void after_some_tasks_that_were_waited_for_more_of_that_are_expected() {
    assertThat(calls(3)).isFalse();
    assertThat(calls(20)).isTrue();
  }

  @Test
  void it_is_forgotten_however_long_it_was() {
    calls(10_000);
    assertThat(enqueued(10)).isTrue();
    assertThat(enqueued(50)).isFalse();
  }

  @Test
  void many_enqueued_at_once_and_then_waited_for_one_by_one_keep_it() {
    calls(100);
    enqueued(16);
    for (int i = 0; i < 16; i++) {
      habit.awaited();
    }
    assertThat(habit.enqueued()).isTrue();
  }
}
