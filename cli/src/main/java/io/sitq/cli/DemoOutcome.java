package io.sitq.cli;

import io.sitq.TaskFailure;
import io.sitq.spi.StoredTask;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What became of a scenario. */
record DemoOutcome(DemoScenario scenario, StoredTask task, JsonNode value) {
  /** How it differs from what is expected, if it does. */
  Optional<String> difference() {
    TaskFailure failure = task.failure();
    if (task.status() != scenario.status()) {
      return differs("status", scenario.status().wireName(), task.status().wireName());
    }
    if (failure == null) {
      String json = Json.text(value);
      return json.equals(scenario.value())
          ? Optional.empty()
          : differs("value", scenario.value(), json);
    }
    if (!failure.errorType().equals(scenario.errorType())) {
      return differs("error type", scenario.errorType(), failure.errorType());
    }
    if (!failure.error().contains(String.valueOf(scenario.error()))) {
      return differs("error", "…" + scenario.error() + "…", failure.error());
    }
    if (!failure.traceback().contains("Handler.handle(")) {
      return differs("traceback", "a frame of the handler", failure.traceback());
    }
    return Optional.empty();
  }

  private Optional<String> differs(String what, @Nullable String expected, String got) {
    return Optional.of(scenario.title() + ": expected " + what + " " + expected + ", got " + got);
  }
}
