package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.testkit.SitqCluster;
import io.sitq.testkit.SitqSentinel;
import io.sitq.testkit.invariant.InvariantChecker;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The program on Redis behind Sentinels, and on a cluster: a URI is all it needs to be told. */
class HighAvailabilityIT {
  @Test
  void commandsAndAWorkerFindTheMasterBehindSentinels() throws Exception {
    try (SitqSentinel redis = SitqSentinel.start()) {
      useEachCommand(redis.uri());
    }
  }

  @Test
  void commandsAndAWorkerUseACluster() throws Exception {
    try (SitqCluster redis = SitqCluster.start()) {
      useEachCommand(redis.uri());
    }
  }

  private static void useEachCommand(String uri) throws Exception {
    try (SitqProcess worker =
        SitqProcess.start(
            Map.of("SITQ_REDIS_URL", uri),
            "run",
            "--tasks",
            SitqProcess.examplesJar(),
            "--queue",
            "default",
            "--queue",
            "mail")) {
      worker.awaitLog("executes ");
      Program good =
          run(uri, "enqueue", "divide", "{\"a\":6,\"b\":2}", "--id", "good", "--wait", "20s");
      assertThat(good.exit()).as(good.err()).isZero();
      assertThat(run(uri, "result", "default:good").out()).contains("success").contains("3");
      assertThat(
              run(uri, "enqueue", "divide", "{\"a\":1,\"b\":0}", "--queue", "mail", "--wait", "20s")
                  .exit())
          .isEqualTo(ExitCode.TASK_FAILED);
      assertThat(run(uri, "dead", "list", "--queue", "mail").out()).contains("ArithmeticException");
      assertThat(run(uri, "stats").out()).contains("default").contains("mail");
      assertThat(run(uri, "doctor").out()).contains("version");
      assertThat(worker.terminate().exit()).as(worker.err()).isZero();
    }
    InvariantChecker.of(uri, "sitq").drained().check();
  }

  private static Program run(String uri, String... args) {
    return Program.run(
        Stream.concat(Stream.of(args), Stream.of("--redis", uri)).toArray(String[]::new));
  }
}
