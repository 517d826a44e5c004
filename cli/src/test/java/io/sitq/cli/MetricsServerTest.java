package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sitq.TaskEvent;
import io.sitq.micrometer.MicrometerListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicReference<Duration> age = new AtomicReference<>(Duration.ZERO);
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final MetricsServer server =
      MetricsServer.start("127.0.0.1", 0, registry, new Health(new AgeGauges(age), running::get));
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void clientsThatSendHalfARequestDoNotKeepOthersWaitingForLong() throws Exception {
    int port = Integer.parseInt(server.address().replaceAll(".*:", ""));
    List<Socket> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        stalled.add(socket);
        socket.getOutputStream().write("GET /metrics HT".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
      }

      assertThat(get("/health/live").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
  }

  @Test
  void servesTheCountersByThePrometheusNames() throws Exception {
    MicrometerListener listener = new MicrometerListener(registry);
    TaskEvent event =
        new TaskEvent(
            "default:1",
            "divide",
            true,
            "default",
            1,
            "w",
            Duration.ofMillis(3),
            Duration.ofMillis(20),
            null,
            null);
    listener.started(event);
    listener.failed(event);
    listener.enqueued(event);

    HttpResponse<String> response = get("/metrics");

    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    assertThat(response.body())
        .contains(
            "sitq_tasks_completed_total{outcome=\"failed\",queue=\"default\",task=\"divide\"} 1.0")
        .contains(
            "sitq_tasks_completed_total{outcome=\"success\",queue=\"default\",task=\"divide\"} 0.0")
        .contains("sitq_tasks_enqueued_total{queue=\"default\",task=\"divide\"} 1.0")
        .contains(
            "sitq_task_duration_seconds_bucket{queue=\"default\",task=\"divide\",le=\"0.025\"} 1")
        .contains("sitq_task_wait_seconds_count{queue=\"default\",task=\"divide\"} 1");
  }

  @Test
  void speaksOpenMetricsToThoseWhoAskForIt() throws Exception {
    HttpResponse<String> response =
        http.send(
            request("/metrics")
                .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
                .build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(response.body()).endsWith("# EOF\n");
  }

  @Test
  void isReadyWhileFetchesAreAnswered() throws Exception {
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").body())
        .isEqualTo("{\"ready\":true,\"worker\":\"w-1\",\"reasons\":[]}");
  }

  @Test
  void isNotReadyButAliveInAnOutage() throws Exception {
    age.set(Duration.ofSeconds(12));

    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/ready").body())
        .contains("\"ready\":false")
        .contains("queue default: no answer from Redis for 12.0s");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void isNotReadyWhenTheWorkerDoesNotRun() throws Exception {
    running.set(false);

    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void knowsNoOtherPathsAndMethods() throws Exception {
    assertThat(get("/metrics/x").statusCode()).isEqualTo(404);
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(
            http.send(
                    request("/metrics").POST(HttpRequest.BodyPublishers.noBody()).build(),
                    HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(405);
  }

  @Test
  void aPortThatIsTakenIsRefusedWithWhatToDo() {
    int taken = Integer.parseInt(server.address().replaceFirst(".*:", ""));

    assertThatThrownBy(
            () ->
                MetricsServer.start(
                    "127.0.0.1", taken, registry, new Health(new AgeGauges(age), () -> true)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("127.0.0.1:" + taken)
        .hasMessageContaining("--metrics-port");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + server.address() + path));
  }
}
