package io.sitq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskOptionsTest {
  private static final TaskOptions DEFAULTS = TaskOptions.defaults();

  static Stream<Arguments> refused() {
    return Stream.of(
        refused("delay must not be negative, got PT-1S", o -> o.delay(Duration.ofSeconds(-1))),
        refused("delay must not be null", o -> o.delay(null)),
        refused("at must not be null", o -> o.at(null)),
        refused("id must not be null", o -> o.id(null)),
        refused("queue must not be null", o -> o.queue(null)),
        refused("backoff must not be null", o -> o.backoff(null)),
        refused("timeout must be at least 1 ms", o -> o.timeout(Duration.ZERO)),
        refused("resultTtl must be at least 1 ms", o -> o.resultTtl(Duration.ofNanos(1))),
        refused("maxAttempts must be at least 1, got 0", o -> o.maxAttempts(0)),
        refused("maxAttempts must be at least 1, got -3", o -> o.maxAttempts(-3)),
        refused("header name must have 1 to 128 characters", o -> o.header("", "x")),
        refused("header a must not be null", o -> o.header("a", null)),
        refused("header a must have at most 4096", o -> o.header("a", "x".repeat(4097))),
        refused("headers must be at most 32, got 33", TaskOptionsTest::with33Headers));
  }

  private static Arguments refused(String message, Consumer<TaskOptions> call) {
    return Arguments.of(message, call);
  }

  private static void with33Headers(TaskOptions options) {
    TaskOptions more = options;
    for (int i = 0; i < 33; i++) {
      more = more.header("h" + i, "x");
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_is_wrong_is_refused_with_parameter_rule_and_value(
      String message, Consumer<TaskOptions> call) {
    assertThatThrownBy(() -> call.accept(DEFAULTS))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:b", "ä", "a/b", "{a}", "\n"})
  void a_queue_name_is_of_letters_digits_dots_dashes_and_underscores(String name) {
    assertThatThrownBy(() -> DEFAULTS.queue(name))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("queue must be [A-Za-z0-9._-], 1 to 128 characters");
  }

  @Test
  void a_queue_name_has_at_most_128_characters() {
    assertThat(DEFAULTS.queue("q".repeat(128)).queue()).contains("q".repeat(128));
    assertThatThrownBy(() -> DEFAULTS.queue("q".repeat(129)))
        .isInstanceOf(TaskValidationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:b:c", ":x", "x:", "ä"})
  void an_id_is_a_name_with_or_without_its_queue(String id) {
    assertThatThrownBy(() -> DEFAULTS.id(id)).isInstanceOf(TaskValidationException.class);
  }

  @Test
  void each_change_makes_a_copy() {
    TaskOptions changed = DEFAULTS.queue("mail").header("trace", "7");

    assertThat(DEFAULTS.queue()).isEmpty();
    assertThat(DEFAULTS.headers()).isEmpty();
    assertThat(changed.queue()).contains("mail");
    assertThat(changed.headers()).containsEntry("trace", "7");
  }

  @Test
  void a_delay_and_a_due_time_replace_each_other() {
    TaskOptions due = DEFAULTS.delay(Duration.ofSeconds(1)).at(Instant.EPOCH);

    assertThat(due.delay()).isEmpty();
    assertThat(due.dueAt()).contains(Instant.EPOCH);
    assertThat(due.delay(Duration.ZERO).dueAt()).isEmpty();
  }

  @Test
  void replicas_are_at_least_one_and_waited_for_at_most_five_seconds() {
    TaskOptions options = TaskOptions.defaults().replicas(2, Duration.ofSeconds(5));

    assertThat(options.replicas()).hasValue(2);
    assertThat(options.replicasTimeout()).hasValue(Duration.ofSeconds(5));
    assertThat(TaskOptions.defaults().replicas()).isEmpty();
    assertThatThrownBy(() -> options.replicas(0, Duration.ofSeconds(1)))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("replicas must be at least 1");
    assertThatThrownBy(() -> options.replicas(1, Duration.ofMillis(5001)))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("replicas timeout must be at most 5 s");
  }
}
