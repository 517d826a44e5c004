package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoReportTest {
  private static final Stats NONE = new Stats(List.of(), List.of());

  @Test
  void aStrategyThatComesOutOtherwiseIsTold() {
    DemoTrial right = new DemoTrial(strategy("Retry"), "value 3");
    DemoTrial wrong = new DemoTrial(strategy("Delay"), "value 4");

    assertThat(report(right).differences()).isEmpty();
    assertThat(report(right, wrong).differences())
        .containsExactly("Delay: expected value 3, got value 4");
    assertThat(text(report(right, wrong))).contains("NOT AS EXPECTED").contains("Delay: expected");
  }

  @Test
  void countsOfTheQueueAndTheMetricsMustAgree() {
    String metrics =
        """
        sitq_tasks_completed_total{outcome="success",task="t"} 2.0
        sitq_tasks_completed_total{outcome="retried",task="t"} 5.0
        """;

    assertThat(new DemoReport(List.of(), List.of(), NONE, metrics).differences())
        .containsExactly("the metrics: expected 0 ends as the queue counts, got 2");
  }

  private static DemoStrategy strategy(String title) {
    return DemoStrategy.workers(title, stage -> "unused", "value 3");
  }

  private static DemoReport report(DemoTrial... trials) {
    return new DemoReport(List.of(), List.of(trials), NONE, "");
  }

  private static String text(DemoReport report) {
    StringWriter text = new StringWriter();
    report.print(new PrintWriter(text), false);
    return text.toString();
  }
}
