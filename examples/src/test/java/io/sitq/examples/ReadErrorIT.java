package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadErrorIT {
  @Test
  void printsMessageAndType() throws Exception {
    assertThat(ExampleRun.linesOf(ReadError::run))
        .containsExactly("Error: / by zero", "Error type: java.lang.ArithmeticException");
  }
}
