package io.sitq.cli;

import io.sitq.AttemptError;
import io.sitq.TaskFailure;
import io.sitq.TaskStatus;
import io.sitq.spi.StoredTask;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A task as text for people: one fact a line, only what there is. */
final class ResultText {
  private final PrintWriter out;

  ResultText(PrintWriter out) {
    this.out = out;
  }

  void print(StoredTask task, JsonNode value, boolean withTraceback) {
    line("id", task.id());
    line("task", task.task());
    line("status", task.status().wireName());
    if (task.status() == TaskStatus.SUCCESS) {
      line("value", Json.text(value));
    }
    TaskFailure failure = task.failure();
    if (failure != null) {
      line("error", failure.error());
      line("error type", failure.errorType());
    }
    line(
        "attempt",
        task.attempt() + (task.crashes() > 0 ? " (crashes: " + task.crashes() + ")" : ""));
    line("worker", task.worker());
    line("enqueued", Json.time(task.enqueuedAt()));
    line("started", Json.time(task.startedAt()));
    line("finished", finished(task.startedAt(), task.finishedAt()));
    line("next attempt", Json.time(task.nextAttemptAt()));
    for (AttemptError error : task.errors()) {
      line(
          "attempt " + error.attempt(),
          error.at() + " " + error.errorType() + ": " + error.error());
    }
    if (failure != null && withTraceback) {
      out.println();
      out.println(SafeText.of(failure.traceback()).stripTrailing());
    }
    out.flush();
  }

  private static @Nullable String finished(@Nullable Instant from, @Nullable Instant to) {
    if (from == null || to == null) {
      return Json.time(to);
    }
    return to + " (after " + Durations.format(Duration.between(from, to)) + ")";
  }

  private void line(String name, @Nullable String fact) {
    if (fact != null) {
      String indented = SafeText.of(fact).strip().replace("\n", "\n" + " ".repeat(14));
      out.printf("%-13s %s%n", name, indented);
    }
  }
}
