package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sitq.TaskExecutionException;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DivisionByZeroIT {
  @Test
  void printsTheFailure() throws Exception {
    assertThat(ExampleRun.linesOf(DivisionByZero::run))
        .containsExactly("Status: FAILED", "Error: / by zero", "10 / 0 has no answer");
  }

  @Test
  void theResultHasErrorTypeAndTracebackButNoValue() throws Exception {
    try (ExampleRun run = ExampleRun.start()) {
      TaskResult<Integer> result =
          run.queue().enqueue(new Divide(10, 0)).await(Duration.ofSeconds(10));

      assertThat(result.status()).isEqualTo(TaskStatus.FAILED);
      assertThat(result.taskName()).isEqualTo("divide");
      assertThat(result.error()).isEqualTo("/ by zero");
      assertThat(result.errorType()).isEqualTo("java.lang.ArithmeticException");
      assertThat(result.traceback()).contains("io.sitq.examples.DivideHandler.handle(");
      assertThat(result.worker()).contains(run.worker().id());
      assertThat(result.failedWith(ArithmeticException.class)).isTrue();
      assertThat(result.failedWith(RuntimeException.class)).isTrue();
      assertThat(result.failedWith(IOException.class)).isFalse();
      assertThatExceptionOfType(TaskExecutionException.class)
          .isThrownBy(result::value)
          .withMessageContainingAll(result.id(), "divide", "/ by zero");
    }
  }
}
