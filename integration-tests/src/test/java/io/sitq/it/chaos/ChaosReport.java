package io.sitq.it.chaos;

import java.time.Duration;
import java.util.Map;

/** What a run was, for people. */
record ChaosReport(
    ChaosOptions options,
    Storm storm,
    int kills,
    Tally tally,
    int processes,
    Duration drained,
    Baseline before,
    Baseline after,
    Findings findings) {
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(2000);
    line(text, "seed", options.seed() + " (" + options.replay() + ")");
    line(text, "storm", options.storm().toSeconds() + " s, lease " + options.lease());
    line(text, "tasks sent", tally.sent);
    line(text, "acknowledged", tally.acknowledged);
    line(text, "ended", tally.ended);
    line(text, "executions", tally.executions);
    line(text, "duplicates", tally.executionsAgain + " (of an attempt that had begun before)");
    line(text, "refused settles", tally.refused);
    line(text, "poison", tally.poison);
    line(text, "failed by strikes", tally.failedByStrikes + " (struck while they ran alone)");
    line(text, "processes started", processes);
    line(text, "kills", kills);
    line(text, "freezes", storm.struck(WorkerFaults.FREEZE));
    line(text, "restarts of Redis", storm.struck("Redis killed and") + storm.struck("Redis shut"));
    for (Map.Entry<String, Integer> struck : storm.struck()) {
      line(text, "  " + struck.getKey(), struck.getValue());
    }
    line(text, "drained after", drained.toMillis() + " ms");
    line(text, "survivor before", before);
    line(text, "survivor after", after);
    Losses losses = tally.losses;
    line(text, "lost tasks", losses.tasks());
    line(text, "ends undone", losses.ends());
    line(text, "cancels undone", losses.cancels());
    if (!losses.shown().isEmpty()) {
      line(text, "all of them are in", options.directory().resolve(Losses.FILE));
      losses.shown().forEach(loss -> text.append("  ").append(loss).append('\n'));
    }
    line(text, "violations", findings.count());
    findings.lines().forEach(finding -> text.append("  ").append(finding).append('\n'));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(String.format("%-45s %s%n", name, value));
  }
}
