package io.sitq.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page names a test for each threat, and each of them is there. */
class SecurityPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))`");
  private static final int THREATS = 30;

  @Test
  void every_threat_has_an_answer_and_a_test_that_exists() throws IOException {
    List<String> threats =
        Files.readAllLines(ROOT.resolve("docs/security.md")).stream()
            .dropWhile(line -> !line.equals("## Threats"))
            .filter(line -> line.startsWith("|"))
            .filter(line -> !line.startsWith("| threat |") && !line.startsWith("| ---"))
            .toList();
    assertThat(threats).hasSizeGreaterThanOrEqualTo(THREATS);
    Set<String> sources = testSources();
    for (String threat : threats) {
      String[] cells = threat.split("\\|", -1);
      assertThat(cells).as("threat, answer, test: %s", threat).hasSize(5);
      assertThat(cells[2]).as(threat).isNotBlank();
      List<String> tests = TEST.matcher(cells[3]).results().map(test -> test.group(1)).toList();
      assertThat(tests).as(threat).isNotEmpty();
      assertThat(sources).as(threat).containsAll(tests);
    }
  }

  /** The names of all test classes. */
  private static Set<String> testSources() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .flatMap(SecurityPageTest::filesIn)
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }

  private static Stream<Path> filesIn(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
