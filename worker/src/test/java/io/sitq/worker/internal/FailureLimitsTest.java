package io.sitq.worker.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskFailure;
import io.sitq.spi.Limits;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much is kept of a failure, a test for each of its texts. */
class FailureLimitsTest {
  @TempDir private Path directory;

  @Test
  void an_error_message_has_at_most_4_kib_of_utf8_and_says_how_much_was_cut() {
    String error = FailureReport.of(new IllegalStateException("€".repeat(100_000))).error();

    assertThat(error.getBytes(UTF_8)).hasSizeBetween(4000, Limits.ERROR_BYTES);
    assertThat(error).startsWith("€€€").contains("… [cut: ").doesNotContain("\ufffd");
    String whole = "x".repeat(Limits.ERROR_BYTES);
    assertThat(FailureReport.of(new IllegalStateException(whole)).error()).isEqualTo(whole);
  }

  @Test
  void a_traceback_has_at_most_64_kib_of_utf8_and_says_how_much_was_cut() {
    Throwable thrown = new IllegalStateException("€€€ root");
    for (int i = 0; i < 5_000; i++) {
      thrown = new IllegalStateException("€€€ level " + i, thrown);
    }
    String traceback = FailureReport.of(thrown).traceback();

    assertThat(traceback.getBytes(UTF_8)).hasSizeBetween(65_000, Limits.TRACEBACK_BYTES);
    assertThat(traceback)
        .startsWith("java.lang.IllegalStateException: €€€ level 4999\n\tat ")
        .contains("… [cut: ")
        .doesNotContain("\ufffd");
  }

  @Test
  void an_error_type_has_at_most_512_characters() throws Exception {
    String packages = String.join(".", Collections.nCopies(6, "p".repeat(100)));
    String source = "package " + packages + "; public class Thrown extends RuntimeException {}";
    String type = FailureReport.of(instanceOf(packages, "Thrown", source)).errorType();

    assertThat(type).hasSize(Limits.ERROR_TYPE_CHARS).startsWith("ppp").endsWith("…");
  }

  @Test
  void at_most_32_supertypes_are_kept_the_nearest_ones() throws Exception {
    StringBuilder source = new StringBuilder("package deep;\n");
    source.append("class E0 extends RuntimeException {}\n");
    for (int i = 1; i < 40; i++) {
      source.append("class E" + i + " extends E" + (i - 1) + " {}\n");
    }
    source.append("public class E40 extends E39 {}\n");
    TaskFailure failure = FailureReport.of(instanceOf("deep", "E40", source.toString()));

    assertThat(failure.errorType()).isEqualTo("deep.E40");
    assertThat(failure.supertypes())
        .hasSize(Limits.ERROR_SUPERTYPES)
        .startsWith("deep.E39", "deep.E38")
        .endsWith("deep.E8");
  }

  private Throwable instanceOf(String packageName, String name, String source) throws Exception {
    Path file = Files.writeString(directory.resolve(name + ".java"), source);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", directory.toString(), file.toString());
    assertThat(result).isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      return (Throwable)
          loader.loadClass(packageName + "." + name).getDeclaredConstructor().newInstance();
    }
  }
}
