package io.sitq.testkit.invariant;

import java.util.ArrayList;
import java.util.List;

/** Collects what is broken in one queue, a line each. */
final class Violations {
  private final String queue;
  private final List<String> lines = new ArrayList<>();

  Violations(String queue) {
    this.queue = queue;
  }

  void add(String what) {
    lines.add("queue " + queue + ": " + what);
  }

  void addIf(boolean broken, String what) {
    if (broken) {
      add(what);
    }
  }

  List<String> lines() {
    return lines;
  }
}
