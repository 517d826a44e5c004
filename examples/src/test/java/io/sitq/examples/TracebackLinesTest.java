package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TracebackLinesTest {
  private static final String TRACEBACK =
      """
      java.io.IOException: outer
      \tat a.A.a(A.java:1)
      Caused by: java.io.IOException: middle
      \tat b.B.b(B.java:2)

      Caused by: java.lang.IllegalStateException: inner
      \tat c.C.c(C.java:3)
      \tat c.C.d(C.java:4)
      \t... 1 more
      """;

  @Test
  void lastLinesLeaveOutBlankOnes() {
    assertThat(TracebackLines.lastLines(TRACEBACK, 5))
        .containsExactly(
            "\tat b.B.b(B.java:2)",
            "Caused by: java.lang.IllegalStateException: inner",
            "\tat c.C.c(C.java:3)",
            "\tat c.C.d(C.java:4)",
            "\t... 1 more");
  }

  @Test
  void lastLinesOfAShortTracebackAreAllOfIt() {
    assertThat(TracebackLines.lastLines("one\ntwo\n", 5)).containsExactly("one", "two");
  }

  @Test
  void rootCauseBeginsAtTheLastCausedBy() {
    assertThat(TracebackLines.rootCause(TRACEBACK, 2))
        .containsExactly(
            "Caused by: java.lang.IllegalStateException: inner", "\tat c.C.c(C.java:3)");
  }

  @Test
  void rootCauseOfAnExceptionWithoutCauseIsItself() {
    assertThat(TracebackLines.rootCause("a.E: x\n\tat a.A.a(A.java:1)\n", 5))
        .containsExactly("a.E: x", "\tat a.A.a(A.java:1)");
  }
}
