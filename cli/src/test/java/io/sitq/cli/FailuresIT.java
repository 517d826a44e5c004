package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqRedisExtension;
import io.sitq.testkit.invariant.InvariantChecker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The way of a task through a worker, a producer and an operator in processes of their own. */
@ExtendWith(SitqRedisExtension.class)
class FailuresIT {
  private static final Pattern METRICS = Pattern.compile("Metrics on (http://\\S+)/metrics");

  private final SitqRedis redis;
  private final String namespace;

  FailuresIT(SitqRedis redis) {
    this.redis = redis;
    this.namespace = redis.newNamespace();
  }

  @Test
  void aFailureIsSeenByTheProducerTheOperatorAndPrometheus() throws Exception {
    try (SitqProcess worker =
        sitq(
            "run",
            "--tasks",
            SitqProcess.examplesJar(),
            "--metrics-host",
            "127.0.0.1",
            "--metrics-port",
            "0")) {
      worker.awaitLog("executes ");

      JsonNode failed = enqueue("{\"a\":10,\"b\":0}", ExitCode.TASK_FAILED);
      assertThat(failed.get("status").asString()).isEqualTo("failed");
      assertThat(failed.get("error").asString()).isEqualTo("/ by zero");
      assertThat(failed.get("error_type").asString()).isEqualTo("java.lang.ArithmeticException");
      assertThat(failed.get("traceback").asString())
          .contains("\tat io.sitq.examples.DivideHandler.handle(DivideHandler.java:");

      JsonNode succeeded = enqueue("{\"a\":10,\"b\":2}", ExitCode.DONE);
      assertThat(succeeded.toString()).contains("\"status\":\"success\",\"value\":5,");

      assertThat(ended("result", "default:nope").exit()).isEqualTo(ExitCode.NO_SUCH_TASK);
      Program text = ended("result", failed.get("id").asString(), "--traceback");
      assertThat(text.exit()).isEqualTo(ExitCode.TASK_FAILED);
      assertThat(text.out()).contains("/ by zero").contains("\tat io.sitq.examples.DivideHandler");

      assertMetrics(worker);
      assertThat(ended("stats").out()).containsPattern("default +divide +1 +1 +0 +0 +50.0 %");

      assertThat(worker.terminate().exit()).isZero();
      assertThat(worker.err()).contains("stopped after");
      InvariantChecker.of(redis.uri(), namespace)
          .drained()
          .counted()
          .ended(List.of(failed.get("id").asString(), succeeded.get("id").asString()))
          .check();
    }
  }

  @Test
  void whatHasNotFinishedInTimeIsSaidSo() throws Exception {
    Program run = ended("enqueue", "divide", "{}", "--wait", "100ms", "--json");

    assertThat(run.exit()).isEqualTo(ExitCode.NOT_FINISHED);
    assertThat(run.out()).contains("\"status\":\"pending\"");
  }

  private void assertMetrics(SitqProcess worker) throws Exception {
    Matcher url = METRICS.matcher(worker.err());
    assertThat(url.find()).isTrue();
    String base = url.group(1);
    // the worker is told of a settled task a moment after the producer
    await()
        .untilAsserted(
            () ->
                assertThat(get(base + "/metrics"))
                    .contains(
                        "sitq_tasks_completed_total{outcome=\"failed\",queue=\"default\",task=\"divide\"} 1.0")
                    .contains(
                        "sitq_tasks_completed_total{outcome=\"success\",queue=\"default\",task=\"divide\"} 1.0")
                    .contains("sitq_worker_capacity{queue=\"default\"} 64.0")
                    .contains("sitq_queue_size{queue=\"default\",state=\"dead\"} 1.0")
                    .contains("jvm_memory_used_bytes"));
    assertThat(get(base + "/health/ready")).contains("\"ready\":true");
  }

  private JsonNode enqueue(String arguments, int exit) throws Exception {
    Program run = ended("enqueue", "divide", arguments, "--wait", "10s", "--json");
    assertThat(run.exit()).as(run.err()).isEqualTo(exit);
    assertThat(run.out().lines()).hasSize(1);
    return Json.MAPPER.readTree(run.out());
  }

  private Program ended(String... args) throws Exception {
    try (SitqProcess process = sitq(args)) {
      int exit = process.exit();
      return new Program(exit, process.out(), process.err());
    }
  }

  private SitqProcess sitq(String... args) throws IOException {
    return SitqProcess.start(Map.of("SITQ_REDIS_URL", redis.uri()), withNamespace(namespace, args));
  }

  static String[] withNamespace(String namespace, String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--namespace";
    all[args.length + 1] = namespace;
    return all;
  }

  private static String get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }
}
