package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.Task;
import io.sitq.TaskName;
import io.sitq.TaskOptions;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqRedisExtension;
import io.sitq.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SitqRedisExtension.class)
class CancelIT {
  private final OnRedis redis;
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  CancelIT(SitqRedis redis) {
    this.redis = new OnRedis(redis);
  }

  @AfterEach
  void close() {
    redis.close();
  }

  @TaskName("wait")
  record Wait() implements Task<String> {}

  @Test
  void saysOfEachIdWhatHappened() {
    String pending = redis.enqueue("wait", TaskOptions.defaults());
    String scheduled = redis.enqueue("wait", TaskOptions.defaults().delay(Duration.ofHours(1)));

    assertThat(redis.run("cancel", pending).exit()).isZero();
    Program run = redis.run("cancel", scheduled, pending, "default:nope", "--wait", "10s");

    assertThat(run.exit()).isEqualTo(ExitCode.NO_SUCH_TASK);
    assertThat(run.out().lines())
        .containsExactly(
            scheduled + "  cancelled",
            pending + "  had ended before: cancelled",
            "default:nope  not found");
    redis.invariants().drained().counted().ended(List.of(pending, scheduled)).check();
  }

  @Test
  void aRunningTaskIsInterruptedAndWaitedFor() throws Exception {
    try (Worker worker = redis.worker(builder -> builder.handle(Wait.class, task -> await()))) {
      String id = redis.enqueue("wait", TaskOptions.defaults());
      running.await();

      Program run = redis.run("cancel", id, "--wait", "20s", "--json");

      assertThat(run.exit()).isZero();
      JsonNode json = Json.MAPPER.readTree(run.out());
      assertThat(json.toString())
          .isEqualTo("{\"id\":\"" + id + "\",\"outcome\":\"requested\",\"status\":\"cancelled\"}");
      assertThat(redis.run("result", id).exit()).isEqualTo(ExitCode.TASK_FAILED);
      worker.stop(Duration.ofSeconds(20));
      redis.invariants().drained().counted().ended(List.of(id)).check();
    }
  }

  private String await() throws InterruptedException {
    running.countDown();
    mayEnd.await();
    return "waited";
  }

  @Test
  void aTaskThatDoesNotObeyIsNotFinishedInTime() throws Exception {
    try (Worker worker =
        redis.worker(builder -> builder.handle(Wait.class, task -> awaitStubbornly()))) {
      String id = redis.enqueue("wait", TaskOptions.defaults());
      running.await();

      Program waited = redis.run("cancel", id, "--wait", "50ms");
      Program told = redis.run("cancel", id);

      assertThat(waited.exit()).isEqualTo(ExitCode.NOT_FINISHED);
      assertThat(waited.out()).isEqualToIgnoringNewLines(id + "  requested, now running");
      assertThat(told.exit()).isZero();
      mayEnd.countDown();
      worker.stop(Duration.ofSeconds(20));
      redis.invariants().drained().counted().ended(List.of(id)).check();
    }
  }

  private String awaitStubbornly() {
    running.countDown();
    while (true) {
      try {
        mayEnd.await();
        return "waited";
      } catch (InterruptedException e) {
        // goes on, as a handler does that knows no interrupts
      }
    }
  }
}
