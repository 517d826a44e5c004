package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.Task;
import io.sitq.TaskName;
import io.sitq.seal.Keyring;
import io.sitq.seal.Sealing;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqRedisExtension;
import io.sitq.worker.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands with keys: what they enqueue, show and refuse. */
@ExtendWith(SitqRedisExtension.class)
class SealedIT {
  private static final String KEY = "k aes-256-gcm AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n";

  @TaskName("echo")
  record Echo() implements Task<String> {}

  @TaskName("fail")
  record Fail() implements Task<String> {}

  private final OnRedis redis;

  @TempDir private Path directory;
  private String keys = "";

  SealedIT(SitqRedis redis) {
    this.redis = new OnRedis(redis);
  }

  @BeforeEach
  void writeKeys() throws Exception {
    keys = Files.writeString(directory.resolve("keys"), KEY).toString();
  }

  @AfterEach
  void close() {
    redis.invariants().check();
    redis.close();
  }

  @Test
  void aSealedTaskIsEnqueuedAndItsResultShownToWhoHasTheKeys() {
    try (Worker worker = sealedWorker()) {
      assertThat(worker.isRunning()).isTrue();
      Program waited = redis.run("enqueue", "echo", "{}", "--keys", keys, "--wait", "20s");
      assertThat(waited.exit()).as(waited.err()).isZero();
      assertThat(waited.out()).contains("done");
      String id = waited.err().replaceAll("(?s)^Enqueued (\\S+),.*", "$1");

      assertThat(redis.run("result", id, "--keys", keys).out()).contains("done");
      Program without = redis.run("result", id);
      assertThat(without.exit()).isEqualTo(ExitCode.USAGE);
      assertThat(without.err()).contains("sealed with key \"k\"", "no keys here");
      assertThat(without.out()).isEmpty();
    }
  }

  @Test
  void aTaskThatIsNotSealedIsADeadLetterWithItsReason() {
    try (Worker worker = sealedWorker()) {
      assertThat(worker.isRunning()).isTrue();
      Program run = redis.run("enqueue", "echo", "{}", "--wait", "20s", "--id", "plain");
      assertThat(run.exit()).isEqualTo(ExitCode.TASK_FAILED);
      assertThat(redis.run("dead", "list", "--error-type", "io.sitq.seal.SealException").out())
          .contains("default:plain", "not sealed");
    }
  }

  @Test
  void theErrorsOfASealedTaskAreForThoseWithTheKeys() {
    try (Worker worker = sealedWorker()) {
      assertThat(worker.isRunning()).isTrue();
      redis.run("enqueue", "fail", "{}", "--keys", keys, "--wait", "20s", "--id", "secret");
      String id = "default:secret";

      assertThat(redis.run("dead", "show", id, "--traceback", "--keys", keys).out())
          .contains("card 4711 refused", "at io.sitq");
      assertThat(redis.run("dead", "list", "--keys", keys).out()).contains("card 4711 refused");
      for (String[] command :
          new String[][] {
            {"dead", "show", id, "--traceback"}, {"dead", "list", "--json"}, {"result", id}
          }) {
        assertThat(redis.run(command).out())
            .contains("encrypted with key k", "IllegalStateException")
            .doesNotContain("4711");
      }
    }
  }

  private Worker sealedWorker() {
    return redis.worker(
        builder ->
            builder
                .sealing(Sealing.with(Keyring.ofText(KEY)))
                .handle(Echo.class, task -> "done")
                .handle(
                    Fail.class,
                    task -> {
                      throw new IllegalStateException("card 4711 refused");
                    }));
  }
}
