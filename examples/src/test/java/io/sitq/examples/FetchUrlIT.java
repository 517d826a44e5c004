package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sitq.TaskOptions;
import io.sitq.TaskResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetchUrlIT {
  private static final Duration WAIT = Duration.ofSeconds(10);

  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/page", exchange -> answer(exchange, 200, "hello"));
    server.createContext("/broken", exchange -> answer(exchange, 503, "busy"));
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void returnsThePage() throws Exception {
    try (ExampleRun run = ExampleRun.start()) {
      assertThat(run.queue().enqueue(new FetchUrl(url("/page"))).await(WAIT).value())
          .isEqualTo("hello");
    }
  }

  @Test
  void anErrorStatusIsAFailure() throws Exception {
    try (ExampleRun run = ExampleRun.start()) {
      TaskResult<String> result = run.queue().enqueue(new FetchUrl(url("/broken"))).await(WAIT);

      assertThat(result.failedWith(IOException.class)).isTrue();
      assertThat(result.error())
          .isEqualTo("HTTP status 503 from 127.0.0.1:" + server.getAddress().getPort());
    }
  }

  @Test
  void aServerThatNeverAnswersFailsTheTaskAtItsDeadline() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ExampleRun run = ExampleRun.start()) {
      FetchUrl task = new FetchUrl("http://127.0.0.1:" + silent.getLocalPort() + "/");
      TaskOptions options = TaskOptions.defaults().timeout(Duration.ofMillis(300));

      TaskResult<String> result = run.queue().enqueue(task, options).await(WAIT);

      assertThat(result.isFailed()).isTrue();
      assertThat(result.errorType())
          .isIn("java.net.http.HttpTimeoutException", "io.sitq.TaskTimeoutException");
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
