package io.sitq.recovery;

import io.sitq.Task;
import io.sitq.TaskName;
import java.util.List;

/** What the tests run. */
final class Tasks {
  private Tasks() {}

  @TaskName("divide")
  record Divide(int a, int b) implements Task<Integer> {}

  /** Fails the first {@code failures} times that a task with this key runs. */
  @TaskName("flaky")
  record Flaky(String key, int failures) implements Task<String> {}

  /** Connects to a port of this machine. */
  @TaskName("connect")
  record Connect(int port) implements Task<Boolean> {}

  @TaskName("read-names")
  record ReadNames(String file) implements Task<List<String>> {}

  @TaskName("save")
  record Save(String name) implements Task<Void> {}

  @TaskName("length")
  record Length(String text) implements Task<Integer> {}

  /** Nobody runs it. */
  @TaskName("nobody")
  record Nobody() implements Task<Integer> {}
}
