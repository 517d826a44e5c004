package io.sitq.cli;

import io.sitq.TaskStatus;

/** What the program's exit codes mean. */
final class ExitCode {
  static final int DONE = 0;

  /** The task failed or was cancelled; of demo: something came out otherwise than expected. */
  static final int TASK_FAILED = 1;

  /** Of doctor: tasks can be lost, or don't run. */
  static final int PROBLEMS = 1;

  static final int USAGE = 2;
  static final int NO_SUCH_TASK = 3;
  static final int NO_REDIS = 4;
  static final int NOT_FINISHED = 5;

  /** A defect of this program: {@code EX_SOFTWARE} of sysexits.h. */
  static final int DEFECT = 70;

  private ExitCode() {}

  static int of(TaskStatus status) {
    return switch (status) {
      case SUCCESS -> DONE;
      case FAILED, CANCELLED -> TASK_FAILED;
      case PENDING, SCHEDULED, RUNNING -> NOT_FINISHED;
    };
  }
}
