package io.sitq.cli;

import io.sitq.CancelOutcome;
import io.sitq.TaskStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of the wish to cancel a task.
 *
 * @param id the task
 * @param outcome what the queue did
 * @param status the task's afterwards; null if it is not known any more, or never was
 */
record Cancellation(String id, CancelOutcome outcome, @Nullable TaskStatus status) {
  /** For people. */
  String text() {
    return id
        + "  "
        + switch (outcome) {
          case NOT_FOUND -> "not found";
          case CANCELLED -> "cancelled";
          case REQUESTED -> "requested, " + (hasEnded() ? "ended: " : "now ") + statusName();
          case ENDED -> "had ended before: " + statusName();
        };
  }

  ObjectNode json() {
    return Json.object()
        .put("id", id)
        .put("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .put("status", status == null ? null : status.wireName());
  }

  /**
   * The exit code of this one alone.
   *
   * @param waited whether it was to have ended by now
   */
  int exit(boolean waited) {
    if (outcome == CancelOutcome.NOT_FOUND) {
      return ExitCode.NO_SUCH_TASK;
    }
    return waited && !hasEnded() ? ExitCode.NOT_FINISHED : ExitCode.DONE;
  }

  private boolean hasEnded() {
    return status == null || status.isTerminal();
  }

  private String statusName() {
    return status == null ? "its result has expired" : status.wireName();
  }
}
