package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.spi.QueueStats;
import io.sitq.spi.WorkerInfo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatsTextTest {
  private final Stats stats =
      new Stats(
          List.of(
              new QueueStats(
                  "default",
                  12,
                  3,
                  4,
                  5,
                  Duration.ofSeconds(90),
                  Map.of(
                      "divide", Map.of("success", 3L, "failed", 1L, "retried", 2L),
                      "idle", Map.of("cancelled", 1L)))),
          List.of(
              new WorkerInfo(
                  "w-1", "host", 42, Instant.parse("2026-01-01T00:00:00Z"), Map.of("default", 8))));

  @Test
  void showsQueuesTasksAndWorkers() {
    StringWriter out = new StringWriter();
    StatsText.print(stats, new PrintWriter(out));

    assertThat(out.toString())
        .isEqualTo(
            """
            QUEUE    PENDING  RUNNING  SCHEDULED  DEAD  OLDEST
            default       12        3          4     5  1m 30s

            QUEUE    TASK    SUCCEEDED  FAILED  RETRIED  CANCELLED  FAILURE RATE
            default  divide          3       1        2          0        25.0 %
            default  idle            0       0        0          1             -

            WORKER  HOST  PID  STARTED               QUEUES
            w-1     host   42  2026-01-01T00:00:00Z  default=8
            """);
  }

  @Test
  void jsonHasTheSameAsNumbers() {
    assertThat(Json.text(stats.json()))
        .isEqualTo(
            "{\"queues\":[{\"queue\":\"default\",\"pending\":12,\"running\":3,\"scheduled\":4,"
                + "\"dead\":5,\"oldest_pending_ms\":90000,\"tasks\":["
                + "{\"task\":\"divide\",\"succeeded\":3,\"failed\":1,\"retried\":2,"
                + "\"cancelled\":0,\"failure_rate\":0.25},"
                + "{\"task\":\"idle\",\"succeeded\":0,\"failed\":0,\"retried\":0,"
                + "\"cancelled\":1,\"failure_rate\":null}]}],"
                + "\"workers\":[{\"id\":\"w-1\",\"host\":\"host\",\"pid\":42,"
                + "\"started_at\":\"2026-01-01T00:00:00Z\",\"queues\":{\"default\":8}}]}");
  }

  @Test
  void saysThatThereIsNothing() {
    StringWriter out = new StringWriter();
    StatsText.print(new Stats(List.of(), List.of()), new PrintWriter(out));

    assertThat(out.toString()).contains("No queue has been used").contains("No worker is alive");
  }
}
