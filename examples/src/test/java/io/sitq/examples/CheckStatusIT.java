package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskQueue;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.SitqRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckStatusIT {
  @Test
  void printsTheValueTheErrorWithItsTracebackAndWhatIsNotFound() throws Exception {
    List<String> lines = ExampleRun.linesOf(CheckStatus::run);

    assertThat(lines.subList(0, 4))
        .containsExactly(
            "Result: 5",
            "Error: / by zero",
            "Traceback:",
            "java.lang.ArithmeticException: / by zero");
    assertThat(lines.get(4)).contains("DivideHandler.handle");
    assertThat(lines).endsWith("Task default:never-enqueued not found");
  }

  @Test
  void saysThatATaskWaitsForAWorker() {
    SitqRedis redis = SitqRedis.shared();
    RedisSettings settings = RedisSettings.of(redis.uri()).namespace(redis.newNamespace());
    try (TaskQueue queue = TaskQueue.on(RedisBackend.connect(settings))) {
      String id = queue.enqueue(new Divide(10, 2)).id();

      assertThat(CheckStatus.check(queue, id, Duration.ZERO))
          .isEqualTo("Not finished yet: PENDING");
    }
  }
}
