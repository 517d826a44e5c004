package io.sitq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskEvent;
import io.sitq.TaskFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoggingListenerTest {
  private final LoggingListener listener = new LoggingListener();

  private static TaskEvent event(boolean registered, String error) {
    TaskFailure failure =
        error == null ? null : new TaskFailure(error, "java.io.IOException", List.of(), "trace");
    return new TaskEvent(
        "default:1",
        "mail\nFAKE",
        registered,
        "default",
        2,
        "w-1",
        Duration.ZERO,
        Duration.ZERO,
        failure,
        null);
  }

  @Test
  void each_trouble_is_one_line_with_its_facts() {
    try (LogCapture log = new LogCapture("io.sitq.tasks")) {
      listener.failed(event(false, "two\nlines" + "x".repeat(500)));
      listener.retried(event(false, "again"));
      listener.lost(event(false, null));
      listener.cancelled(event(false, null));
      listener.succeeded(event(false, null));
      assertThat(log.lines())
          .satisfiesExactly(
              line -> assertThat(line).startsWith("WARN Task failed: two lines").endsWith("x…"),
              line -> assertThat(line).isEqualTo("INFO Task failed and is tried again: again"),
              line -> assertThat(line).startsWith("INFO Task's lease was lost"),
              line -> assertThat(line).isEqualTo("INFO Task cancelled"));
      assertThat(log.events().get(0).getKeyValuePairs())
          .map(pair -> pair.key + "=" + pair.value)
          .containsExactly(
              "task_id=default:1",
              "task=mail?FAKE",
              "queue=default",
              "attempt=2",
              "error_type=java.io.IOException");
    }
  }
}
