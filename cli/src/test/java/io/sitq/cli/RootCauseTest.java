package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class RootCauseTest {
  @Test
  void isTheExceptionItselfIfItHasNoCause() {
    RootCause cause = RootCause.of(traceback(new IOException("disk full")), 3);

    assertThat(cause.headline()).isEqualTo("java.io.IOException: disk full");
    assertThat(cause.frames()).hasSize(3);
    assertThat(cause.frames().get(0)).startsWith("io.sitq.cli.RootCauseTest.");
  }

  @Test
  void isTheLastCauseAndNotThatOfASuppressedException() {
    IOException root = new IOException("root");
    IOException suppressed = new IOException("suppressed", new IOException("its cause"));
    RuntimeException top = new IllegalStateException("top", new RuntimeException("middle", root));
    root.addSuppressed(suppressed);

    assertThat(RootCause.of(traceback(top), 3).headline()).isEqualTo("java.io.IOException: root");
  }

  @Test
  void addsTheTasksOwnFrameBelowThoseOfTheJdk() {
    RootCause cause =
        RootCause.of(
            """
            java.io.IOException: x
            \tat java.base/sun.A.a(A.java:1)
            \tat java.net.http@17.0.1/jdk.B.b(B.java:2)
            \tat java.base/sun.C.c(C.java:3)
            \tat shop.Handler.handle(Handler.java:4)
            """,
            2);

    assertThat(cause.frames())
        .containsExactly(
            "java.base/sun.A.a(A.java:1)",
            "java.net.http@17.0.1/jdk.B.b(B.java:2)",
            "shop.Handler.handle(Handler.java:4)");
  }

  @Test
  void standsTextThatIsNoTraceback() {
    assertThat(RootCause.of("", 3)).isEqualTo(new RootCause("", java.util.List.of()));
    assertThat(RootCause.of("cut", 3).headline()).isEqualTo("cut");
  }

  private static String traceback(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
