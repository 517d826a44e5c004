package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sitq.testkit.SitqRedis;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndWaitIT {
  @Test
  void aRedisThatDiesWhileSomebodyWaitsIsSaidSoLongBeforeTimeIsUp() throws Exception {
    try (SitqRedis redis = SitqRedis.builder().localProcess().start();
        SitqProcess process =
            SitqProcess.start(
                Map.of("SITQ_REDIS_URL", redis.uri()), "enqueue", "divide", "{}", "--wait", "1h")) {
      process.awaitLog("waiting up to 1h 0m");
      awaitWaiter(redis.uri());

      redis.kill();

      assertThat(process.exit()).isEqualTo(ExitCode.NO_REDIS);
      assertThat(process.err()).contains(redis.uri()).doesNotContain("\tat ");
      assertThat(process.out()).isEmpty();
    }
  }

  /** Returns when Redis knows of somebody who waits. */
  private static void awaitWaiter(String uri) {
    RedisClient client = RedisClient.create(uri);
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      await().until(() -> connection.sync().exists("sitq:{default}:waiting") == 1);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
