package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page shows what the examples do: each of its snippets stands in a source that it names. */
class HandlingFailuresPageTest {
  private static final Path PAGE = Path.of("../docs/handling-failures.md");
  private static final Pattern LINK = Pattern.compile("\\[(\\w+)]\\(([^)#]+)\\)");

  /** The sections of the document that sitq was founded on, in their order. */
  private static final List<String> FOUNDING_SECTIONS =
      List.of(
          "# Handling Failures",
          "## Checking Task Status",
          "## Accessing Error Information",
          "### Error Message",
          "### Full Traceback",
          "### Traceback Lines",
          "## Common Error Scenarios",
          "### Division by Zero",
          "### Missing Files",
          "### Network Errors",
          "## Error Recovery Strategies",
          "### Retry Logic",
          "### Fallback Value",
          "### Graceful Degradation",
          "## Error Logging",
          "### Log Errors",
          "### Structured Logging",
          "## Worker Error Handling",
          "### Workers Continue After Failures",
          "### Monitoring Failure Rates",
          "## Best Practices",
          "## Error Recovery Examples",
          "### Retry with Exponential Backoff",
          "### Circuit Breaker Pattern",
          "## What's Next?",
          "## See Also");

  /** A part of the page with its snippets. */
  private record Section(String heading, List<String> lines) {
    /** The files that it links to. */
    List<Path> links() {
      return lines.stream()
          .flatMap(line -> LINK.matcher(line).results())
          .map(link -> PAGE.resolveSibling(link.group(2)))
          .toList();
    }

    List<Snippet> snippets() {
      List<Snippet> snippets = new ArrayList<>();
      int start = -1;
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).equals("```java")) {
          start = i + 1;
        } else if (lines.get(i).equals("```") && start >= 0) {
          snippets.add(new Snippet(heading, lines.subList(start, i), links()));
          start = -1;
        }
      }
      return snippets;
    }
  }

  /** Lines of code, and the files that its section links to. */
  private record Snippet(String heading, List<String> lines, List<Path> files) {
    boolean isIn(Path file) {
      List<String> source = read(file);
      return Stream.iterate(0, i -> i + 1)
          .limit(Math.max(0, source.size() - lines.size() + 1))
          .anyMatch(i -> isLike(source.subList(i, i + lines.size())));
    }

    /** The same but for an indentation that all lines have more. */
    private boolean isLike(List<String> source) {
      String first = source.get(0);
      String indent = first.substring(0, first.length() - first.stripLeading().length());
      return lines.stream()
          .map(line -> line.isEmpty() ? "" : indent + line)
          .toList()
          .equals(source);
    }

    @Override
    public String toString() {
      return heading + ": " + lines.get(0);
    }
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void eachSnippetStandsInAnExampleOfItsSection(Snippet snippet) {
    List<Path> sources =
        snippet.files().stream().filter(file -> file.toString().endsWith(".java")).toList();

    assertThat(sources)
        .as("sources that the section names, one of which must hold %s", snippet.lines())
        .anyMatch(snippet::isIn);
  }

  /** Or a snippet would escape the test above. */
  @Test
  void everyCodeBlockIsJavaAndIsClosed() {
    List<String> fences = read(PAGE).stream().filter(line -> line.contains("```")).toList();

    assertThat(fences).hasSize(2 * snippets().size());
    for (int i = 0; i < fences.size(); i++) {
      assertThat(fences.get(i)).isEqualTo(i % 2 == 0 ? "```java" : "```");
    }
  }

  @Test
  void hasTheSectionsOfTheFoundingDocumentInTheirOrder() {
    assertThat(sections().stream().map(Section::heading)).containsSubsequence(FOUNDING_SECTIONS);
  }

  @Test
  void linksToFilesThatAreThere() {
    assertThat(sections().stream().flatMap(section -> section.links().stream()))
        .isNotEmpty()
        .allMatch(Files::exists);
  }

  @Test
  void linksToSectionsThatAreThere() {
    List<String> anchors =
        sections().stream()
            .map(section -> section.heading().replaceFirst("^#+ ", ""))
            .map(title -> title.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", ""))
            .map(title -> "(#" + title.replace(' ', '-') + ")")
            .toList();

    assertThat(Pattern.compile("\\(#[^)]+\\)").matcher(String.join("\n", read(PAGE))).results())
        .extracting(MatchResult::group)
        .isNotEmpty()
        .allMatch(anchors::contains);
  }

  @Test
  void itsTableListsEveryExampleWithItsTest() throws IOException {
    List<String> rows = read(PAGE).stream().filter(line -> line.startsWith("| [")).toList();
    List<String> examples = RunExamplesIT.examples().map(Class::getSimpleName).toList();

    assertThat(rows).hasSameSizeAs(examples);
    assertThat(examples)
        .allSatisfy(
            name ->
                assertThat(rows)
                    .anyMatch(
                        row ->
                            row.contains("[" + name + "](") && row.contains("[" + name + "IT]")));
  }

  static List<Snippet> snippets() {
    return sections().stream().flatMap(section -> section.snippets().stream()).toList();
  }

  private static List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    for (String line : read(PAGE)) {
      if (line.startsWith("#")) {
        sections.add(new Section(line, new ArrayList<>()));
      } else {
        sections.get(sections.size() - 1).lines().add(line);
      }
    }
    return sections;
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
