package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.CancelOutcome;
import io.sitq.TaskStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CancellationTest {
  @Test
  void saysWhatHappened() {
    assertThat(text(CancelOutcome.NOT_FOUND, null)).isEqualTo("q:1  not found");
    assertThat(text(CancelOutcome.CANCELLED, TaskStatus.CANCELLED)).isEqualTo("q:1  cancelled");
    assertThat(text(CancelOutcome.REQUESTED, TaskStatus.RUNNING))
        .isEqualTo("q:1  requested, now running");
    assertThat(text(CancelOutcome.REQUESTED, TaskStatus.SUCCESS))
        .isEqualTo("q:1  requested, ended: success");
    assertThat(text(CancelOutcome.ENDED, TaskStatus.FAILED))
        .isEqualTo("q:1  had ended before: failed");
    assertThat(text(CancelOutcome.ENDED, null))
        .isEqualTo("q:1  had ended before: its result has expired");
  }

  @Test
  void onlyAnUnknownIdOrOneThatWasWaitedForInVainIsNotDone() {
    assertThat(exit(CancelOutcome.NOT_FOUND, null, false)).isEqualTo(ExitCode.NO_SUCH_TASK);
    assertThat(exit(CancelOutcome.CANCELLED, TaskStatus.CANCELLED, true)).isZero();
    assertThat(exit(CancelOutcome.ENDED, TaskStatus.FAILED, true)).isZero();
    assertThat(exit(CancelOutcome.REQUESTED, TaskStatus.RUNNING, false)).isZero();
    assertThat(exit(CancelOutcome.REQUESTED, TaskStatus.RUNNING, true))
        .isEqualTo(ExitCode.NOT_FINISHED);
    assertThat(exit(CancelOutcome.REQUESTED, TaskStatus.CANCELLED, true)).isZero();
  }

  private static String text(CancelOutcome outcome, @Nullable TaskStatus status) {
    return new Cancellation("q:1", outcome, status).text();
  }

  private static int exit(CancelOutcome outcome, @Nullable TaskStatus status, boolean waited) {
    return new Cancellation("q:1", outcome, status).exit(waited);
  }
}
