package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadTracebackIT {
  @Test
  void printsTheStackTraceDownToTheHandler() throws Exception {
    List<String> lines = ExampleRun.linesOf(ReadTraceback::run);

    assertThat(lines)
        .startsWith("Traceback:", "java.nio.file.NoSuchFileException: /nonexistent.txt");
    assertThat(lines.subList(2, lines.size())).allMatch(line -> line.startsWith("\tat "));
    assertThat(lines).anyMatch(line -> line.contains("java.nio.file.Files.readString"));
    assertThat(lines)
        .anyMatch(line -> line.startsWith("\tat io.sitq.examples.ReadFileHandler.handle("));
  }
}
