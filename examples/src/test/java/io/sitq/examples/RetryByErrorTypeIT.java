package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskResult;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryByErrorTypeIT {
  private static final Duration WAIT = Duration.ofSeconds(20);

  @Test
  void triesAgainAfterWhatMayPassAndGivesUpOnWhatWillNot() throws Exception {
    assertThat(ExampleRun.linesOf(RetryByErrorType::run))
        .containsExactly(
            "SUCCESS in attempt 3: hello",
            "SUCCESS in attempt 2: hello",
            "FAILED in attempt 1: java.io.FileNotFoundException",
            "FAILED in attempt 1: java.lang.IllegalArgumentException");
  }

  @Test
  void aServerThatIsAwayIsTriedThreeTimes() throws Exception {
    try (ExampleRun run = ExampleRun.start()) {
      TaskResult<String> result =
          run.queue().enqueue(new Download("http://localhost:1/")).await(WAIT);

      assertThat(result.failedWith(ConnectException.class)).isTrue();
      assertThat(result.attempt()).isEqualTo(3);
      assertThat(result.errors()).hasSize(2);
    }
  }

  @Test
  void aServerThatStaysBusyIsGivenUpAfterTheLastAttemptWithItsAnswer() throws Exception {
    try (ExampleRun run = ExampleRun.start();
        LocalServer server = LocalServer.start().page("/busy", 500, 500, 500)) {
      TaskResult<String> result =
          run.queue().enqueue(new Download(server.url("/busy"))).await(WAIT);

      assertThat(result.error()).isEqualTo("HTTP status 500");
      assertThat(result.attempt()).isEqualTo(3);
      assertThat(result.failedWith(IOException.class)).isTrue();
      assertThat(result.failedWith(FileNotFoundException.class)).isFalse();
    }
  }
}
