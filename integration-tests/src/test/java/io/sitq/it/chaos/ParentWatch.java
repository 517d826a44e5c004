package io.sitq.it.chaos;

/** Lets no process outlive the run that started it. */
public final class ParentWatch {
  private ParentWatch() {}

  /** Halts this JVM as soon as its parent is gone. */
  public static void start() {
    ProcessHandle.current()
        .parent()
        .ifPresent(
            parent -> {
              var unused = parent.onExit().thenRun(() -> Runtime.getRuntime().halt(3));
            });
  }
}
