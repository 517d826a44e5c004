package io.sitq.it.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which acknowledged writes are gone: what failovers took with them. Used by one thread. */
final class Losses {
  /** Of all of them; a run's directory has it. */
  static final String FILE = "lost.txt";

  private static final int SHOWN = 10;

  private final List<String> tasks = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();
  private final List<String> cancels = new ArrayList<>();

  /** A task or its end was acknowledged, and nothing is left of it. */
  void task(String description) {
    tasks.add(description);
  }

  /** The end of a task was acknowledged, and it ended once more. */
  void end(String description) {
    ends.add(description);
  }

  /** A cancel was acknowledged, and the task was executed all the same. */
  void cancel(String description) {
    cancels.add(description);
  }

  int tasks() {
    return tasks.size();
  }

  int ends() {
    return ends.size();
  }

  int cancels() {
    return cancels.size();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    tasks.forEach(line -> lines.add("task gone: " + line));
    ends.forEach(line -> lines.add("end undone: " + line));
    cancels.forEach(line -> lines.add("cancel undone: " + line));
    return lines;
  }

  /** The first of them, for the terminal. */
  List<String> shown() {
    List<String> lines = lines();
    return lines.subList(0, Math.min(SHOWN, lines.size()));
  }

  /** Writes all of them to a file in the directory, a line each. */
  void write(Path directory) {
    try {
      Files.write(directory.resolve(FILE), lines(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
