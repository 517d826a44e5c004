package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqRedisExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** That it measures everything, cleans up and can be stopped. How fast sitq is, no test says. */
@ExtendWith(SitqRedisExtension.class)
class BenchIT {
  private static final List<String> ALL =
      List.of(
          "sitq.enqueue_batch",
          "sitq.enqueue_single",
          "sitq.process",
          "sitq.roundtrip_ms_p50",
          "sitq.roundtrip_ms_p99",
          "sitq.pending_bytes",
          "sitq.result_bytes",
          "sitq.backlog_ratio");

  private final SitqRedis redis;
  private final String namespace;

  BenchIT(SitqRedis redis) {
    this.redis = redis;
    this.namespace = redis.newNamespace();
  }

  @Test
  void eachFigureIsALineAndPlausible() throws Exception {
    try (SitqProcess bench = bench("--tasks", "2000", "--backlog", "2000")) {
      assertThat(bench.exit()).as(bench.err()).isZero();

      assertThat(bench.out().lines().map(line -> line.split(" ", 2)[0]))
          .containsExactlyElementsOf(ALL);
      Map<String, Double> figures = new TreeMap<>();
      bench
          .out()
          .lines()
          .map(line -> line.split(" ", 2))
          .forEach(line -> figures.put(line[0], Double.valueOf(line[1])));
      assertThat(figures.values()).allSatisfy(value -> assertThat(value).isPositive());
      assertThat(figures.get("sitq.roundtrip_ms_p99"))
          .isGreaterThanOrEqualTo(figures.get("sitq.roundtrip_ms_p50"));
      // the envelope alone has some 50
      assertThat(figures.get("sitq.pending_bytes")).isBetween(50.0, 5000.0);
      assertThat(figures.get("sitq.result_bytes")).isBetween(50.0, 5000.0);
      assertThat(bench.err()).contains("Round 1 of 1").contains(redis.uri());
    }
    assertThat(keys()).isEmpty();
  }

  @Test
  void jsonIsOneObjectAndTheBacklogCanBeLeftOutAndTasksBeSealed(@TempDir Path directory)
      throws Exception {
    String keys =
        Files.writeString(
                directory.resolve("keys"),
                "k aes-256-gcm AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
            .toString();
    try (SitqProcess bench =
        SitqProcess.start(
            Map.of(),
            "bench",
            "--embedded-redis",
            "--tasks",
            "100",
            "--warm-up",
            "0",
            "--rounds",
            "1",
            "--backlog",
            "0",
            "--keys",
            keys,
            "--json")) {
      assertThat(bench.exit()).as(bench.err()).isZero();
      assertThat(bench.err())
          .contains("are sealed, which takes its time: Sealing[Keyring[k (aes-256-gcm)");

      JsonNode json = Json.MAPPER.readTree(bench.out());
      assertThat(json.propertyNames()).containsExactlyElementsOf(ALL.subList(0, ALL.size() - 1));
      assertThat(json.get("sitq.process").isNumber()).isTrue();
    }
  }

  @Test
  void whoeverStopsItFindsNoKeysLeft() throws Exception {
    try (SitqProcess bench = bench("--tasks", "20000", "--backlog", "0")) {
      bench.awaitLog("Warming up");

      bench.terminate().exit();

      assertThat(bench.out()).isEmpty();
      assertThat(bench.err()).doesNotContain("\tat ");
    }
    assertThat(keys()).isEmpty();
  }

  private SitqProcess bench(String... options) throws Exception {
    String[] args =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("bench", "--warm-up", "1", "--rounds", "1"),
                java.util.Arrays.stream(options))
            .toArray(String[]::new);
    return SitqProcess.start(
        Map.of("SITQ_REDIS_URL", redis.uri()), FailuresIT.withNamespace(namespace, args));
  }

  private List<String> keys() {
    RedisClient client = RedisClient.create(redis.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection.sync().keys(namespace + "*");
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
