package io.sitq.cli;

import io.sitq.TaskFailure;
import io.sitq.spi.QueueStats;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the demo shows in the end. */
record DemoReport(List<DemoOutcome> outcomes, List<DemoTrial> trials, Stats stats, String metrics) {
  private static final int FRAMES = 3;
  private static final String COUNTER = "sitq_tasks_completed_total{";

  /** What came out otherwise than expected. */
  List<String> differences() {
    List<String> differences = new ArrayList<>();
    outcomes.forEach(outcome -> outcome.difference().ifPresent(differences::add));
    trials.forEach(trial -> trial.difference().ifPresent(differences::add));
    long measured =
        metricLines().stream().filter(DemoReport::isEnd).mapToLong(DemoReport::valueOf).sum();
    if (measured != stats.ended()) {
      differences.add(
          "the metrics: expected " + stats.ended() + " ends as the queue counts, got " + measured);
    }
    return differences;
  }

  void print(PrintWriter out, boolean json) {
    if (json) {
      out.println(Json.text(json()));
      return;
    }
    printScenarios(out);
    printRootCauses(out);
    printStrategies(out);
    printRates(out);
    out.println("\nMETRICS");
    metricLines().forEach(out::println);
    List<String> differences = differences();
    out.println();
    out.println(
        differences.isEmpty()
            ? "All "
                + outcomes.size()
                + " scenarios and "
                + trials.size()
                + " strategies came out as expected."
            : "NOT AS EXPECTED");
    differences.forEach(difference -> out.println("  " + SafeText.of(difference)));
    out.flush();
  }

  private void printScenarios(PrintWriter out) {
    TextTable table = new TextTable("SCENARIO", "TASK", "STATUS", "ERROR TYPE", "ERROR");
    for (DemoOutcome outcome : outcomes) {
      Optional<TaskFailure> failure = Optional.ofNullable(outcome.task().failure());
      table.row(
          outcome.scenario().title(),
          outcome.scenario().task(),
          outcome.task().status().wireName(),
          failure.map(TaskFailure::errorType).orElse("-"),
          failure.map(TaskFailure::error).orElse("-"));
    }
    out.println();
    table.print(out);
  }

  private void printRootCauses(PrintWriter out) {
    out.println("\nROOT CAUSES");
    for (DemoOutcome outcome : outcomes) {
      TaskFailure failure = outcome.task().failure();
      if (failure != null) {
        RootCause cause = RootCause.of(failure.traceback(), FRAMES);
        out.println(outcome.scenario().title() + ": " + SafeText.line(cause.headline(), 200));
        cause.frames().forEach(frame -> out.println("    at " + SafeText.line(frame, 200)));
      }
    }
  }

  private void printStrategies(PrintWriter out) {
    TextTable table = new TextTable("STRATEGY", "BY", "WHAT HAPPENED");
    for (DemoTrial trial : trials) {
      table.row(trial.strategy().title(), trial.strategy().by().text(), trial.happened());
    }
    out.println();
    table.print(out);
  }

  private void printRates(PrintWriter out) {
    TextTable table = new TextTable("TASK", ">SUCCEEDED", ">FAILED", ">FAILURE RATE");
    for (TaskCounts counts : counts()) {
      table.row(
          counts.task(),
          String.valueOf(counts.succeeded()),
          String.valueOf(counts.failed()),
          counts.failureRateText());
    }
    out.println();
    table.print(out);
  }

  private ObjectNode json() {
    ObjectNode json = Json.object();
    ArrayNode scenarios = json.putArray("scenarios");
    for (DemoOutcome outcome : outcomes) {
      scenarios
          .addObject()
          .put("scenario", outcome.scenario().title())
          .put("as_expected", outcome.difference().isEmpty())
          .set("result", ResultJson.of(outcome.task(), outcome.value()));
    }
    ArrayNode strategies = json.putArray("strategies");
    for (DemoTrial trial : trials) {
      strategies
          .addObject()
          .put("strategy", trial.strategy().title())
          .put("by", trial.strategy().by().text())
          .put("as_expected", trial.difference().isEmpty())
          .put("happened", trial.happened());
    }
    json.setAll(stats.json());
    ArrayNode differences = json.putArray("differences");
    differences().forEach(differences::add);
    return json;
  }

  private List<TaskCounts> counts() {
    List<TaskCounts> counts = new ArrayList<>();
    for (QueueStats queue : stats.queues()) {
      counts.addAll(Stats.counts(queue));
    }
    return counts;
  }

  /** The counters that have counted something. */
  private List<String> metricLines() {
    return metrics.lines().filter(line -> line.startsWith(COUNTER) && valueOf(line) > 0).toList();
  }

  /** Retries and cancellations are counted too. */
  private static boolean isEnd(String line) {
    return line.contains("outcome=\"success\"") || line.contains("outcome=\"failed\"");
  }

  private static long valueOf(String line) {
    return Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
  }
}
