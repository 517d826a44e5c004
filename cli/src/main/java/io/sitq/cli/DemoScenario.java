package io.sitq.cli;

import io.sitq.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * A task of the demo and what must become of it.
 *
 * @param title what it shows
 * @param task its name
 * @param arguments JSON
 * @param value of a success: its JSON
 * @param errorType of a failure: the class
 * @param error of a failure: what its text must contain
 */
record DemoScenario(
    String title,
    String task,
    String arguments,
    @Nullable String value,
    @Nullable String errorType,
    @Nullable String error) {
  static DemoScenario succeeds(String title, String task, String arguments, String value) {
    return new DemoScenario(title, task, arguments, value, null, null);
  }

  static DemoScenario fails(
      String title, String task, String arguments, String errorType, String error) {
    return new DemoScenario(title, task, arguments, null, errorType, error);
  }

  TaskStatus status() {
    return errorType == null ? TaskStatus.SUCCESS : TaskStatus.FAILED;
  }
}
