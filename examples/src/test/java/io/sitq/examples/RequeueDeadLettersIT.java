package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.DeadLetterFilter;
import io.sitq.DeadLetters;
import io.sitq.TaskHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequeueDeadLettersIT {
  @Test
  void aRequeuedTaskRunsAgainAndIsADeadLetterNoMore() throws Exception {
    try (ExampleRun run = ExampleRun.start().requeues()) {
      assertThat(run.lines(RequeueDeadLetters::run))
          .containsExactly(
              "First life: FAILED",
              "Dead letter: run 1 fails",
              "Second life: SUCCESS",
              "Requeued once more: false");
      assertThat(run.queue().deadLetters().list(DeadLetterFilter.all())).isEmpty();
    }
  }

  @Test
  void requeuesAllThatMatchAndDeletesOthers(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("late.txt");
    List<ReadFile> reads = List.of(new ReadFile(file.toString()), new ReadFile(file.toString()));
    try (ExampleRun run = ExampleRun.start().requeues()) {
      List<TaskHandle<String>> handles = run.queue().enqueueAll(reads);
      handles.forEach(handle -> handle.await(Duration.ofSeconds(10)));
      run.queue().enqueue(new Divide(10, 0)).await(Duration.ofSeconds(10));
      Files.writeString(file, "here it is");
      DeadLetters deadLetters = run.queue().deadLetters();

      DeadLetterFilter unread =
          DeadLetterFilter.all().task("read-file").errorType(IOException.class.getName());
      assertThat(deadLetters.requeueAll(unread)).isEqualTo(2);

      assertThat(handles)
          .allSatisfy(
              handle ->
                  assertThat(handle.await(Duration.ofSeconds(10)).value()).isEqualTo("here it is"));
      assertThat(deadLetters.deleteAll(DeadLetterFilter.all().task("divide"))).isEqualTo(1);
      assertThat(deadLetters.list(DeadLetterFilter.all())).isEmpty();
    }
  }
}
