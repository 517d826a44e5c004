package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleTasksIT {
  private static final Duration WAIT = Duration.ofSeconds(10);

  @Test
  void primesAreCounted() throws Exception {
    try (ExampleRun run = ExampleRun.start()) {
      assertThat(run.queue().enqueue(new CountPrimes(100)).await(WAIT).value()).isEqualTo(25);
      assertThat(run.queue().enqueue(new CountPrimes(2)).await(WAIT).value()).isZero();
    }
  }

  @Test
  void aSleepHasNoValue() throws Exception {
    try (ExampleRun run = ExampleRun.start()) {
      TaskResult<Void> result = run.queue().enqueue(new Sleep(1)).await(WAIT);

      assertThat(result.isSuccess()).isTrue();
      assertThat(result.value()).isNull();
    }
  }

  @Test
  void aFlakyTaskMakesNoCounterOfItsOwn(@TempDir Path directory) throws Exception {
    Path counter = directory.resolve("counter");
    try (ExampleRun run = ExampleRun.start()) {
      TaskResult<Integer> result =
          run.queue().enqueue(new Flaky(counter.toString(), 0)).await(WAIT);

      assertThat(result.failedWith(NoSuchFileException.class)).isTrue();
      assertThat(Files.exists(counter)).isFalse();
    }
  }
}
