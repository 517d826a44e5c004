package io.sitq.cli;

/**
 * How much is measured.
 *
 * @param tasks in each round
 * @param concurrency of the worker
 * @param warmUps rounds that do not count
 * @param rounds after those that warm up
 * @param backlog how many tasks wait in the long queue of the backlog's ratio; 0 leaves it out
 */
record BenchPlan(int tasks, int concurrency, int warmUps, int rounds, int backlog) {
  private static final int MAX = 10_000_000;
  private static final int MIN_BACKLOG = 1_000;
  private static final int MOST_SINGLES = 50_000;
  private static final int MOST_TRIPS = 2_000;

  /**
   * Checks the numbers.
   *
   * @throws UsageException if one is out of bounds
   */
  BenchPlan {
    require("--tasks", tasks, 100);
    require("--concurrency", concurrency, 1);
    require("--warm-up", warmUps, 0);
    require("--rounds", rounds, 1);
    if (backlog != 0) {
      require("--backlog", backlog, MIN_BACKLOG);
    }
  }

  private static void require(String option, int value, int least) {
    if (value < least || value > MAX) {
      throw new UsageException(option + " must be from " + least + " to " + MAX + ", got " + value);
    }
  }

  /** Single calls to enqueue. */
  int singles() {
    return Math.min(tasks, MOST_SINGLES);
  }

  /** Round trips; half as many before them warm up. */
  int trips() {
    return Math.min(tasks, MOST_TRIPS);
  }

  /** What waits in the short queue of the backlog's ratio. */
  int shortBacklog() {
    return backlog / 100;
  }
}
