package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqRedisExtension;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SitqRedisExtension.class)
class EnqueueIT {
  private final OnRedis redis;

  EnqueueIT(SitqRedis redis) {
    this.redis = new OnRedis(redis);
  }

  @AfterEach
  void close() {
    redis.invariants().check();
    redis.close();
  }

  @Test
  void aTaskIsHeldBackForAWhileOrUntilATime() {
    Instant tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

    JsonNode delayed = enqueued("--delay", "1h");
    JsonNode due = enqueued("--at", tomorrow.toString());
    JsonNode late = enqueued("--at", "2020-01-01T00:00:00Z");

    assertThat(delayed.get("status").asString()).isEqualTo("scheduled");
    assertThat(Instant.parse(due.get("next_attempt_at").asString()))
        .isBetween(tomorrow.minusSeconds(60), tomorrow.plusSeconds(60));
    assertThat(late.get("status").asString()).isEqualTo("pending");
  }

  /** This Redis has no replica. */
  @Test
  void tooFewReplicasAreToldAndTheTaskIsEnqueuedAllTheSame() {
    Program run =
        redis.run(
            "enqueue", "divide", "{}", "--id", "a", "--replicas", "1", "--replicas-timeout", "1ms");

    assertThat(run.exit()).isEqualTo(ExitCode.NOT_FINISHED);
    assertThat(run.out().strip()).isEqualTo("default:a");
    assertThat(run.err()).contains("0 of 1 replicas").doesNotContain("\tat ");
    assertThat(redis.run("result", "default:a").out()).contains("pending");
  }

  /** Enqueues a task with these options; how it stands. */
  private JsonNode enqueued(String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "enqueue";
    args[1] = "divide";
    args[2] = "{}";
    System.arraycopy(options, 0, args, 3, options.length);
    Program run = redis.run(args);
    assertThat(run.exit()).as(run.err()).isZero();
    return Json.MAPPER.readTree(redis.run("result", run.out().strip(), "--json").out());
  }
}
