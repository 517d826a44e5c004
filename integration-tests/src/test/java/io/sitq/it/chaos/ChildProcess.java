package io.sitq.it.chaos;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A JVM of the run's own, and the signals that it gets. */
public final class ChildProcess {
  private final String name;
  private final Process process;

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /** Starts {@code main} on this JVM's class path; what it prints goes to a file. */
  public static ChildProcess start(String name, Class<?> main, Path directory, List<String> args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // many of them, each for a short life
    command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    String logback = System.getProperty("logback.configurationFile");
    if (logback != null) {
      command.add("-Dlogback.configurationFile=" + logback);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start();
    return new ChildProcess(name, process);
  }

  /** Unique in the run; a worker's id begins with it. */
  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
  }

  /** SIGTERM. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** SIGSTOP. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP", pid());
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT", pid());
  }

  public boolean awaitEnd(Duration most) throws InterruptedException {
    return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Of the system, without those of as many handlers as may run, which come with load; empty where
   * it does not say.
   */
  OptionalInt threads() {
    int threads = 0;
    int handlers = 0;
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(Path.of("/proc/" + pid() + "/task"))) {
      for (Path thread : all) {
        String name = nameOf(thread);
        handlers += name.startsWith("sitq-handler-") ? 1 : 0;
        threads += name.isEmpty() ? 0 : 1;
      }
      return OptionalInt.of(threads - Math.min(handlers, WorkerMain.CONCURRENCY));
    } catch (IOException | DirectoryIteratorException e) {
      return OptionalInt.empty();
    }
  }

  /** Empty if it has ended meanwhile. */
  private static String nameOf(Path thread) {
    try {
      return Files.readString(thread.resolve("comm"));
    } catch (IOException e) {
      return "";
    }
  }

  /** Sends a signal to a process that may be gone. */
  static void signal(String signal, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
