package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * <b>Accessing Error Information: Traceback Lines.</b> Takes a few lines out of a long traceback:
 * the last ones, and the root cause with the frames where it was thrown, which in Java is where the
 * last {@code Caused by:} begins.
 */
public final class TracebackLines {
  private TracebackLines() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, TracebackLines::run);
  }

  static void run(TaskQueue queue, PrintStream out) {
    TaskResult<String> result =
        queue.enqueue(new FetchUrl("http://localhost:1/")).await(Duration.ofSeconds(10));

    if (result.isFailed()) {
      out.println("Last lines:");
      lastLines(result.traceback(), 5).forEach(out::println);
      out.println("Root cause:");
      rootCause(result.traceback(), 3).forEach(out::println);
    }
  }

  /** The last {@code count} lines that are not blank. */
  static List<String> lastLines(String traceback, int count) {
    List<String> lines = traceback.lines().filter(line -> !line.isBlank()).toList();
    return lines.subList(Math.max(0, lines.size() - count), lines.size());
  }

  /** The first {@code count} lines of the innermost exception. */
  static List<String> rootCause(String traceback, int count) {
    List<String> lines = traceback.lines().toList();
    int start = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("Caused by: ")) {
        start = i;
      }
    }
    return lines.subList(start, Math.min(lines.size(), start + count));
  }
}
