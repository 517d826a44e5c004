package io.sitq.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page names a test for each fault, and each of them is there. */
class ReliabilityPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))\\.(\\w+)`");
  private static final int FAULTS = 26;

  @Test
  void every_fault_has_a_test_that_exists() throws IOException {
    List<String> rows =
        Files.readAllLines(ROOT.resolve("docs/reliability.md")).stream()
            .filter(line -> line.startsWith("|") && line.contains("`"))
            .filter(line -> !line.startsWith("| what happens"))
            .toList();
    assertThat(rows).hasSizeGreaterThanOrEqualTo(FAULTS);
    for (String row : rows) {
      List<MatchResult> tests = TEST.matcher(row).results().toList();
      assertThat(tests).as(row).isNotEmpty();
      for (MatchResult test : tests) {
        assertThat(sourceOf(test.group(1))).contains(" " + test.group(2) + "(");
      }
    }
  }

  private static String sourceOf(String test) throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path sources : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(sources)) {
          try (Stream<Path> files = Files.walk(sources)) {
            Path found =
                files.filter(file -> file.endsWith(test + ".java")).findFirst().orElse(null);
            if (found != null) {
              return Files.readString(found);
            }
          }
        }
      }
    }
    throw new AssertionError("docs/reliability.md names " + test + ", which is nowhere");
  }
}
