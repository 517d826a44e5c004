package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.ConfigurationException;
import io.sitq.Task;
import io.sitq.TaskName;
import io.sitq.TaskValidationException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TestTaskContextTest {
  @TaskName("measure")
  record Measure(int depth) implements Task<Void> {}

  @Test
  void withoutSettingsItIsAFirstAttemptOfTheTask() {
    TestTaskContext context = TestTaskContext.builder(Measure.class).build();

    assertThat(context.taskId()).isEqualTo("default:test");
    assertThat(context.taskName()).isEqualTo("measure");
    assertThat(context.queue()).isEqualTo("default");
    assertThat(context.attempt()).isEqualTo(1);
    assertThat(context.workerId()).isEqualTo("test-worker");
    assertThat(context.deadline()).isEmpty();
    assertThat(context.headers()).isEmpty();
    assertThat(context.logger().getName()).isEqualTo(Measure.class.getName());
    assertThat(context.isCancelled()).isFalse();
  }

  @Test
  void itIsWhatTheTestSays() {
    Instant deadline = Instant.parse("2026-01-01T00:00:10Z");
    TestTaskContext context =
        TestTaskContext.builder(Measure.class)
            .taskId("mail:order-17")
            .attempt(3)
            .workerId("w-1")
            .deadline(deadline)
            .header("trace", "a")
            .header("tenant", "b")
            .build();

    assertThat(context.taskId()).isEqualTo("mail:order-17");
    assertThat(context.queue()).isEqualTo("mail");
    assertThat(context.attempt()).isEqualTo(3);
    assertThat(context.workerId()).isEqualTo("w-1");
    assertThat(context.deadline()).contains(deadline);
    assertThat(context.headers()).containsEntry("trace", "a").containsEntry("tenant", "b");
    assertThatThrownBy(() -> context.headers().put("more", "c"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void itIsCancelledFromTheMomentThatTheTestSaysSo() {
    TestTaskContext context = TestTaskContext.builder(Measure.class).build();

    context.cancel();

    assertThat(context.isCancelled()).isTrue();
    assertThat(TestTaskContext.builder(Measure.class).cancelled().build().isCancelled()).isTrue();
  }

  @Test
  void whatNoWorkerWouldEverSeeIsRefused() {
    TestTaskContextBuilder builder = TestTaskContext.builder(Measure.class);

    assertThatThrownBy(() -> builder.attempt(0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("attempt must be at least 1, got 0");
    assertThatThrownBy(() -> builder.taskId("order-17"))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("id must be <queue>:<id>");
    assertThatThrownBy(() -> builder.header("", "x")).isInstanceOf(TaskValidationException.class);
  }
}
