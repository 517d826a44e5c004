package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.Task;
import io.sitq.TaskName;
import io.sitq.TaskOptions;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqRedisExtension;
import io.sitq.worker.Worker;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SitqRedisExtension.class)
class DeadIT {
  private final OnRedis redis;

  DeadIT(SitqRedis redis) {
    this.redis = new OnRedis(redis);
  }

  @TaskName("open")
  record Open() implements Task<String> {}

  @TaskName("count")
  record Count() implements Task<Integer> {}

  /** Two failures in the default queue and one in another; no worker is left. */
  @BeforeEach
  void fail() {
    try (Worker worker = worker()) {
      assertThat(worker.isRunning()).isTrue();
      ended("open", TaskOptions.defaults().id("o1"));
      ended("count", TaskOptions.defaults().id("c1"));
      ended("open", TaskOptions.defaults().queue("mail").id("o2"));
    }
  }

  private Worker worker() {
    return redis.worker(
        builder ->
            builder
                .queue("default")
                .queue("mail")
                .handle(
                    Open.class,
                    task -> {
                      throw new FileNotFoundException("no such page");
                    })
                .handle(
                    Count.class,
                    task -> {
                      throw new IllegalStateException("lost count");
                    }));
  }

  private void ended(String task, TaskOptions options) {
    String id = redis.enqueue(task, options);
    Stages.join(redis.backend().results().awaitEnd(id, Duration.ofSeconds(20)));
  }

  @AfterEach
  void close() {
    redis.invariants().check();
    redis.close();
  }

  @Test
  void listsTheNewestFirstOfAllQueues() {
    Program run = redis.run("dead", "list");

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("ID +TASK +FAILED AT +ATTEMPT +ERROR TYPE +ERROR\n")
        .containsPattern("mail:o2 +open +\\S+Z +1 +java.io.FileNotFoundException +no such page\n");
    assertThat(firstColumn(run)).containsExactly("ID", "mail:o2", "default:c1", "default:o1");
  }

  @Test
  void filtersByQueueTaskErrorTypeAndTime() {
    assertThat(listed("--queue", "mail")).containsExactly("mail:o2");
    assertThat(listed("--task", "count")).containsExactly("default:c1");
    assertThat(listed("--error-type", "java.io.IOException"))
        .containsExactly("mail:o2", "default:o1");
    assertThat(listed("--since", "1h", "--queue", "default"))
        .containsExactly("default:c1", "default:o1");
    assertThat(listed("--until", "1h")).isEmpty();
    assertThat(listed("--since", "2020-01-01T00:00:00Z", "--until", "2020-01-02T00:00:00+01:00"))
        .isEmpty();
    assertThat(redis.run("dead", "list", "--queue", "other").out())
        .contains("No dead letter matches.");
  }

  @Test
  void saysThatThereAreMoreThanTheLimit() {
    Program run = redis.run("dead", "list", "--limit", "2");

    assertThat(firstColumn(run)).containsExactly("ID", "mail:o2", "default:c1");
    assertThat(run.err()).contains("--limit");
    assertThat(redis.run("dead", "list", "--limit", "3").err()).isEmpty();
  }

  @Test
  void theListAsJsonIsAnObjectALine() {
    Program run = redis.run("dead", "list", "--json", "--task", "count");

    JsonNode json = Json.MAPPER.readTree(run.out());
    assertThat(json.propertyNames())
        .containsExactly(
            "id",
            "task",
            "queue",
            "error",
            "error_type",
            "attempt",
            "crashes",
            "errors",
            "finished_at");
    assertThat(json.get("error").asString()).isEqualTo("lost count");
    assertThat(json.get("finished_at").asString()).endsWith("Z");
  }

  @Test
  void showsOneWithItsTracebackIfAsked() {
    Program brief = redis.run("dead", "show", "default:c1");
    Program whole = redis.run("dead", "show", "default:c1", "--traceback");
    Program json = redis.run("dead", "show", "default:c1", "--json");

    assertThat(brief.exit()).isZero();
    assertThat(brief.out())
        .containsPattern("error +lost count\n")
        .containsPattern("error type +java.lang.IllegalStateException\n")
        .doesNotContain("\tat ");
    assertThat(whole.out()).contains("\tat io.sitq.cli.DeadIT");
    assertThat(Json.MAPPER.readTree(json.out()).get("traceback").asString())
        .contains("\tat io.sitq.cli.DeadIT");
  }

  @Test
  void whatIsNoDeadLetterIsSaidSoAndTheOthersAreDone() {
    String pending = redis.enqueue("open", TaskOptions.defaults());

    assertThat(redis.run("dead", "show", pending).exit()).isEqualTo(ExitCode.NO_SUCH_TASK);
    Program requeued = redis.run("dead", "requeue", "default:nope", "default:o1");
    Program deleted = redis.run("dead", "delete", pending, "default:c1", "--json");

    assertThat(requeued.exit()).isEqualTo(ExitCode.NO_SUCH_TASK);
    assertThat(requeued.err()).contains("no dead letter default:nope").contains("redis://");
    assertThat(requeued.out().lines()).containsExactly("default:o1  requeued");
    assertThat(deleted.exit()).isEqualTo(ExitCode.NO_SUCH_TASK);
    assertThat(deleted.out().lines())
        .containsExactly(
            "{\"id\":\"" + pending + "\",\"deleted\":false}",
            "{\"id\":\"default:c1\",\"deleted\":true}");
    assertThat(listed()).containsExactly("mail:o2");
  }

  @Test
  void requeuesOneWithALifeOfItsOwn() {
    assertThat(redis.run("dead", "requeue", "default:c1").exit()).isZero();

    assertThat(redis.run("result", "default:c1").exit()).isEqualTo(ExitCode.NOT_FINISHED);
    assertThat(redis.run("dead", "requeue", "default:c1").exit()).isEqualTo(ExitCode.NO_SUCH_TASK);
    try (Worker worker = worker()) {
      assertThat(worker.isRunning()).isTrue();
      assertThat(redis.run("result", "default:c1", "--wait", "20s").exit())
          .isEqualTo(ExitCode.TASK_FAILED);
    }
    assertThat(listed()).containsExactly("default:c1", "mail:o2", "default:o1");
  }

  @Test
  void requeuesAllThatMatchUpToALimit() {
    assertThat(redis.run("dead", "requeue", "--all", "--task", "open", "--json").out())
        .isEqualToIgnoringNewLines("{\"requeued\":2}");
    assertThat(redis.run("dead", "requeue", "--all", "--task", "open").out())
        .isEqualToIgnoringNewLines("0 requeued");
    assertThat(listed()).containsExactly("default:c1");
  }

  @Test
  void theLimitHoldsForAllQueuesTogether() {
    assertThat(redis.run("dead", "requeue", "--all", "--limit", "2").out())
        .isEqualToIgnoringNewLines("2 requeued");
    assertThat(listed()).containsExactly("mail:o2");
  }

  @Test
  void deletesAllOnlyIfThatIsSaidTwice() {
    Program asked = redis.run("dead", "delete", "--all", "--error-type", "java.io.IOException");

    assertThat(asked.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(asked.err()).contains("2 dead letters match and none was deleted").contains("--yes");
    assertThat(listed()).hasSize(3);

    Program done =
        redis.run("dead", "delete", "--all", "--error-type", "java.io.IOException", "--yes");

    assertThat(done.exit()).isZero();
    assertThat(done.out()).isEqualToIgnoringNewLines("2 deleted");
    assertThat(listed()).containsExactly("default:c1");
    assertThat(redis.run("result", "default:o1").exit()).isEqualTo(ExitCode.NO_SUCH_TASK);
  }

  /** The ids of a list with these filters. */
  private List<String> listed(String... filters) {
    String[] args =
        Stream.concat(Stream.of("dead", "list", "--json"), Stream.of(filters))
            .toArray(String[]::new);
    return redis
        .run(args)
        .out()
        .lines()
        .map(line -> Json.MAPPER.readTree(line).get("id").asString())
        .toList();
  }

  private static List<String> firstColumn(Program run) {
    return run.out().lines().map(line -> line.split(" ", 2)[0]).toList();
  }

  @Test
  void aWorkerIsToldHowManyToKeepAndForHowLong() throws Exception {
    try (SitqProcess worker =
        redis.startWorker("--dead-letters", "5", "--dead-letter-ttl", "30d")) {
      worker.awaitLog("executes ");
      String id = redis.enqueue("divide", TaskOptions.defaults().id("zero"));
      Stages.join(redis.backend().results().awaitEnd(id, Duration.ofSeconds(20)));
      assertThat(redis.ttl(id)).isBetween(Duration.ofDays(29), Duration.ofDays(30));
      assertThat(worker.terminate().exit()).as(worker.err()).isZero();
    }
    try (SitqProcess worker = redis.startWorker("--dead-letters", "-1")) {
      assertThat(worker.exit()).isEqualTo(ExitCode.USAGE);
      assertThat(worker.err()).contains("deadLetters must not be negative");
    }
  }
}
