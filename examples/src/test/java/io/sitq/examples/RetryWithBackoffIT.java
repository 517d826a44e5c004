package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.TaskQueueException;
import org.junit.jupiter.api.Test;

class RetryWithBackoffIT {
  @Test
  void readsUntilThereIsAValueOrNoAttemptIsLeft() throws Exception {
    assertThat(ExampleRun.linesOf(RetryWithBackoff::run))
        .containsExactly("Primes: 9592", "Read 6 times: FAILED");
  }

  @Test
  void saysThatATaskIsNotKnown() throws Exception {
    try (ExampleRun run = ExampleRun.start()) {
      assertThatThrownBy(() -> RetryWithBackoff.primes(run.queue(), "default:never-enqueued"))
          .isInstanceOf(TaskQueueException.class)
          .hasMessageContaining("default:never-enqueued is not known");
    }
  }
}
