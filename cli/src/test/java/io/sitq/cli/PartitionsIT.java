package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqRedisExtension;
import io.sitq.testkit.invariant.InvariantChecker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A queue that a worker has spread: all other commands show one queue and need not be told. */
@ExtendWith(SitqRedisExtension.class)
class PartitionsIT {
  private final SitqRedis redis;
  private final String namespace;

  PartitionsIT(SitqRedis redis) {
    this.redis = redis;
    this.namespace = redis.newNamespace();
  }

  private Program run(String... args) {
    return Program.run(located(args));
  }

  private String[] located(String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(List.of("--redis", redis.uri(), "--namespace", namespace));
    return all.toArray(String[]::new);
  }

  private SitqProcess startWorker(String partitions) throws Exception {
    return SitqProcess.start(
        Map.of(), located("run", "--tasks", SitqProcess.examplesJar(), "--partitions", partitions));
  }

  @Test
  void aQueueThatIsSpreadIsOneQueueToEveryCommand() throws Exception {
    try (SitqProcess worker = startWorker("default=3")) {
      worker.awaitLog("executes ");
      for (int i = 0; i < 6; i++) {
        Program done =
            run("enqueue", "divide", "{\"a\":6,\"b\":2}", "--id", "good" + i, "--wait", "20s");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(run("enqueue", "divide", "{\"a\":6,\"b\":0}", "--id", "bad" + i).exit())
            .isZero();
      }
      for (int i = 0; i < 6; i++) {
        assertThat(run("result", "default:good" + i).out()).contains("success").contains("3");
        assertThat(run("result", "default:bad" + i, "--wait", "20s").exit())
            .isEqualTo(ExitCode.TASK_FAILED);
      }
      run("enqueue", "divide", "{\"a\":1,\"b\":1}", "--id", "later", "--delay", "1h");
      assertThat(run("cancel", "default:later").exit()).isZero();
      assertThat(run("dead", "list").out().lines().filter(line -> line.contains("default:bad")))
          .hasSize(6);
      assertThat(run("dead", "requeue", "default:bad3").exit()).isZero();
      assertThat(run("result", "default:bad3", "--wait", "20s").exit())
          .isEqualTo(ExitCode.TASK_FAILED);
      String stats = run("stats", "--json").out();
      assertThat(stats).contains("\"default\"").doesNotContain("~");
      worker.terminate();
      assertThat(worker.exit()).isZero();
    }
    assertThat(keys()).allMatch(key -> !key.contains("{default}:task:"));
    try (SitqProcess worker = startWorker("default=5")) {
      assertThat(worker.exit()).as(worker.err()).isEqualTo(ExitCode.USAGE);
      assertThat(worker.err())
          .contains("partitions of queue default are 3 in Redis")
          .contains("6 dead letters");
    }
    InvariantChecker.of(redis.uri(), namespace).drained().check();
  }

  @Test
  void aNumberThatCanNotBeIsAUsageError() {
    for (String wrong : List.of("mail", "mail=0", "mail=65", "mail=x", "no queue=2", "=2")) {
      Program run = run("run", "--tasks", "t.jar", "--partitions", wrong);

      assertThat(run.exit()).as(wrong).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).contains("'" + wrong + "' must be NAME=N, such as mail=8");
    }
  }

  private List<String> keys() {
    RedisClient client = RedisClient.create(redis.uri());
    try {
      return client.connect().sync().keys(namespace + ":*");
    } finally {
      client.shutdown();
    }
  }
}
