package io.sitq.it.chaos;

import java.util.ArrayList;
import java.util.List;

/** What must not be, a line each. Thread-safe. */
final class Findings {
  private static final int MOST = 40;

  private final List<String> lines = new ArrayList<>(); // guarded by this
  private int count; // guarded by this

  synchronized void add(String line) {
    count++;
    if (lines.size() < MOST) {
      lines.add(line);
    }
  }

  void addIf(boolean broken, String line) {
    if (broken) {
      add(line);
    }
  }

  synchronized int count() {
    return count;
  }

  /** The first of them. */
  synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
