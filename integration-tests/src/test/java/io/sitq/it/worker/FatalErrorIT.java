package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskHandle;
import io.sitq.TaskStatus;
import io.sitq.it.worker.Tasks.Fail;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.worker.Worker;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A worker process whose handler runs out of memory. */
class FatalErrorIT extends OnRedis {
  @Test
  void out_of_memory_ends_the_process_with_70_and_settles_nothing() throws Exception {
    TaskHandle<String> handle = queue.enqueue(new Fail("out of memory"));
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                redis.uri(),
                namespace)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).isEqualTo(70);
    assertThat(handle.result().orElseThrow().status()).isEqualTo(TaskStatus.RUNNING);
  }

  /** A worker that eats all memory. */
  static final class Program {
    public static void main(String[] args) {
      Worker.on(RedisBackend.connect(RedisSettings.of(args[0]).namespace(args[1])))
          .handle(Say.class, Say::text)
          .handle(Fail.class, task -> "got " + new long[Integer.MAX_VALUE - 8].length)
          .build()
          .start();
    }
  }
}
