package io.sitq.cli;

import io.sitq.Task;
import io.sitq.TaskName;

/** The work that is measured, the same as the peers' in a comparison. */
@TaskName(BenchDivide.NAME)
record BenchDivide(int a, int b) implements Task<Integer> {
  static final String NAME = "bench-divide";

  static BenchDivide of(int index) {
    return new BenchDivide(index, 7);
  }

  int quotient() {
    return a / b;
  }
}
