package io.sitq.worker;

import io.sitq.Task;
import io.sitq.TaskName;

/** Tasks for tests. */
public final class Tasks {
  @TaskName("divide")
  public record Divide(int a, int b) implements Task<Integer> {}

  @TaskName(
      value = "echo",
      aliases = {"say"})
  public record Echo(String text) implements Task<String> {}

  @TaskName("note")
  public record Note(String text) implements Task<Void> {}

  /** Has the name of {@link Divide}. */
  @TaskName("divide")
  public record OtherDivide(int a) implements Task<Integer> {}

  /** Has an alias that is the name of {@link Note}. */
  @TaskName(
      value = "memo",
      aliases = {"note"})
  public record Memo(String text) implements Task<Void> {}

  public record Generic<X>(X value) implements Task<String> {}

  public static final class NoRecord implements Task<String> {}

  private Tasks() {}
}
