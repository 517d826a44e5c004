package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HandleByErrorTypeIT {
  @Test
  void findsAnAnswerForEachType() throws Exception {
    List<String> lines = ExampleRun.linesOf(HandleByErrorType::run);

    assertThat(lines).hasSize(5);
    assertThat(lines.get(0))
        .isEqualTo("ask for another file: NoSuchFileException: /nonexistent.txt");
    assertThat(lines.get(1)).startsWith("tell the operator: ");
    assertThat(lines.get(2)).isEqualTo("try again later: can't connect to localhost:1");
    assertThat(lines.get(3)).isEqualTo("fix the program: / by zero");
    assertThat(lines.get(4)).isEqualTo("nothing to do: SUCCESS");
  }
}
