package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingFileIT {
  private static final Duration WAIT = Duration.ofSeconds(10);

  @Test
  void printsTheFailure() throws Exception {
    try (ExampleRun run = ExampleRun.start()) {
      assertThat(run.lines(MissingFile::run))
          .containsExactly(
              "Status: FAILED",
              "Error: NoSuchFileException: /nonexistent.txt",
              "There is no such file on the worker " + run.worker().id());
    }
  }

  @Test
  void aFileThatIsThereIsReadAndOneThatIsDeletedIsMissing(@TempDir Path directory)
      throws Exception {
    Path file = Files.writeString(directory.resolve("note.txt"), "Grüße, 世界\n");
    try (ExampleRun run = ExampleRun.start()) {
      ReadFile task = new ReadFile(file.toString());
      assertThat(run.queue().enqueue(task).await(WAIT).value()).isEqualTo("Grüße, 世界\n");

      Files.delete(file);
      TaskResult<String> result = run.queue().enqueue(task).await(WAIT);
      assertThat(result.error()).isEqualTo("NoSuchFileException: " + file);
      assertThat(result.failedWith(NoSuchFileException.class)).isTrue();
      assertThat(result.failedWith(IOException.class)).isTrue();
    }
  }
}
