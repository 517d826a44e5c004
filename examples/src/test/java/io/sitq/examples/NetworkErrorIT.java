package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskResult;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NetworkErrorIT {
  private static final Duration WAIT = Duration.ofSeconds(30);

  @Test
  void printsTheFailures() throws Exception {
    assertThat(ExampleRun.linesOf(NetworkError::run))
        .containsExactly(
            "Status: FAILED",
            "Error: can't connect to localhost:1",
            "No connection, worth another try later",
            "Status: FAILED",
            "Error: can't connect to sitq.invalid",
            "No connection, worth another try later");
  }

  @Test
  void aPortThatWasClosedRefusesTheConnection() throws Exception {
    String server = "127.0.0.1:" + closedPort();
    FetchUrl task = new FetchUrl("http://user:secret@" + server + "/?token=secret");
    try (ExampleRun run = ExampleRun.start()) {
      TaskResult<String> result = run.queue().enqueue(task).await(WAIT);

      assertThat(result.error()).isEqualTo("can't connect to " + server);
      assertThat(result.errorType()).isEqualTo("java.net.ConnectException");
      assertThat(result.failedWith(ConnectException.class)).isTrue();
      assertThat(result.failedWith(IOException.class)).isTrue();
      assertThat(result.traceback())
          .doesNotContain("secret")
          .contains("io.sitq.examples.FetchUrlHandler.handle(")
          .contains("Caused by: java.net.ConnectException");
    }
  }

  @Test
  void theTracebackSaysThatANameCouldNotBeResolved() throws Exception {
    try (ExampleRun run = ExampleRun.start()) {
      TaskResult<String> result =
          run.queue().enqueue(new FetchUrl("http://sitq.invalid/")).await(WAIT);

      assertThat(result.errorType()).isEqualTo("java.net.ConnectException");
      assertThat(result.traceback())
          .contains("Caused by: java.nio.channels.UnresolvedAddressException");
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
