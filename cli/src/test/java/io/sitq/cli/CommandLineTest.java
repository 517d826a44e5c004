package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  /** A port that nobody listens on: connecting is refused at once. */
  private static final String AWAY = "redis://:secret@localhost:1";

  @Test
  void globalOptionsStandBeforeOrAfterTheCommand() {
    for (List<String> args :
        List.of(
            List.of("--redis", AWAY, "result", "default:x"),
            List.of("result", "--redis", AWAY, "default:x"),
            List.of("result", "default:x", "--redis=" + AWAY, "--json"),
            List.of("--json", "--namespace", "n", "--redis", AWAY, "result", "default:x"))) {
      Program run = Program.run(args.toArray(String[]::new));

      assertThat(run.exit()).as("%s", args).isEqualTo(ExitCode.NO_REDIS);
      assertThat(run.err()).contains("redis://localhost:1").doesNotContain("secret");
      assertThat(run.err().lines()).as("no stack trace").hasSize(1);
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void theVersionIsTheBuilds() {
    Program run = Program.run("--version");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).matches("sitq-worker \\d+\\.\\d+\\S* \\(Java .+\\)\\R");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "run",
        "enqueue",
        "result",
        "cancel",
        "dead",
        "dead list",
        "dead show",
        "dead requeue",
        "dead delete",
        "stats",
        "doctor",
        "bench",
        "share-classes"
      })
  void everyCommandHasHelpWithExamplesAndExitCodes(String command) {
    Program run = Program.run((command + " --help").split(" "));

    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("Usage: sitq-worker " + command)
        .contains("--redis")
        .contains("Exit codes:")
        .contains("Examples:\n  sitq-worker " + command)
        .doesNotContain("  sitq-worker --json result");
  }

  @Test
  void tlsFilesGoWithATlsUriAndACertificateWithItsKey() {
    assertWrong("needs a rediss:// URI", "stats", "--redis", AWAY, "--tls-ca", "pom.xml");
    assertWrong(
        "no-such.pem", "stats", "--redis", "rediss://localhost:1", "--tls-ca", "no-such.pem");
    assertWrong("--tls-key", "stats", "--redis", "rediss://localhost:1", "--tls-cert", "pom.xml");
  }

  @Test
  void aMissingOrWrongCommandIsWrongUsage() {
    assertWrong("a command is missing");
    assertWrong("enqueu", "enqueu");
    assertWrong("Unknown option", "result", "default:x", "--bogus");
    assertWrong("Missing required parameter", "result");
  }

  @Test
  void wrongValuesSayWhatAndWhatToDo() {
    assertWrong("write it like 500ms", "result", "default:x", "--wait", "5");
    assertWrong("id must be <queue>:<id>", "result", "nope");
    assertWrong("line 1, column", "enqueue", "divide", "{\"a\":");
    assertWrong("must be a JSON object", "enqueue", "divide", "[1]");
    assertWrong("queue must be", "enqueue", "divide", "{}", "--queue", "a b");
    assertWrong("id must be", "enqueue", "divide", "{}", "--id", "a b");
    assertWrong("redis uri must be", "stats", "--redis", "http://x");
    assertWrong("exclude each other", enqueue("--at", "2026-01-31T12:00:00Z", "--delay", "1s"));
    assertWrong("is no time", enqueue("--at", "2h"));
    assertWrong("maxAttempts must be at least 1", enqueue("--attempts", "0"));
    assertWrong("timeout must be at least 1 ms", enqueue("--timeout", "0s"));
    assertWrong("resultTtl must be at least 1 ms", enqueue("--result-ttl", "0s"));
    assertWrong("queue must be", "stats", "--queue", "a b");
    assertWrong("--watch must be", "stats", "--watch=1ms");
    assertWrong("such as mail=4", "run", "--tasks", "x.jar", "--queue", "mail=0");
    assertWrong("--tasks=JAR", "run");
    assertWrong("Missing required parameter", "cancel");
    assertWrong("id must be <queue>:<id>", "cancel", "default:x", "nope");
    assertWrong("--tasks must be from 100", "bench", "--tasks", "1");
    assertWrong("--max-keys must not be negative", "doctor", "--max-keys", "-1");
    assertWrong("--rounds must be from 1", "bench", "--rounds", "0");
    assertWrong("--backlog must be from 1000", "bench", "--backlog", "10");
    assertWrong("exclude each other", "bench", "--embedded-redis", "--redis", AWAY);
    assertWrong("measures one server", "bench", "--redis", "redis-cluster://127.0.0.1:1");
    assertWrong(
        "exclude each other", "run", "--tasks", "x.jar", "--embedded-redis", "--redis", AWAY);
  }

  @Test
  void optionsThatACommandHasNoUseForAreRefused() {
    assertWrong("leave them out", "demo", "--tls-ca", "pom.xml");
    assertWrong("nothing is sealed", "demo", "--keys", "pom.xml");
    assertWrong("nothing is sealed", "demo", "--accept-unsealed");
    assertWrong("without TLS", "bench", "--embedded-redis", "--tls-ca", "pom.xml");
  }

  @Test
  void wrongSelectionsOfDeadLettersSayWhatAndWhatToDo() {
    assertWrong("list, show, requeue or delete", "dead");
    assertWrong("queue must be", "dead", "list", "--queue", "a b");
    assertWrong("task name must be", "dead", "list", "--task", "a b");
    assertWrong("--limit must be at least 1", "dead", "list", "--limit", "0");
    assertWrong("is no time", "dead", "list", "--since", "yesterday");
    assertWrong("is after --until", "dead", "list", "--since", "1h", "--until", "2h");
    assertWrong("id must be <queue>:<id>", "dead", "show", "nope");
    for (String command : List.of("requeue", "delete")) {
      assertWrong("which dead letters?", "dead", command);
      assertWrong("which dead letters?", "dead", command, "--task", "x");
      assertWrong("exclude each other", "dead", command, "default:x", "--all");
      assertWrong("filters go with --all", "dead", command, "default:x", "--task", "x");
      assertWrong("filters go with --all", "dead", command, "default:x", "--limit", "1");
      assertWrong("--limit must be at least 1", "dead", command, "--all", "--limit", "0");
      assertWrong("id must be <queue>:<id>", "dead", command, "nope");
    }
  }

  private static String[] enqueue(String... options) {
    return Stream.concat(Stream.of("enqueue", "divide", "{}"), Stream.of(options))
        .toArray(String[]::new);
  }

  @Test
  void taskJarsThatCannotBeUsedSayWhy(@TempDir Path directory) throws IOException {
    Path text = Files.writeString(directory.resolve("text.jar"), "no zip");
    Path empty = jar(directory.resolve("empty.jar"), null);
    Path missingClass = jar(directory.resolve("missing.jar"), "no.such.Module");
    Path throwing =
        TestJar.of(
            directory,
            "Throwing",
            """
            public class Throwing implements io.sitq.worker.TaskModule {
              public Throwing() { throw new IllegalStateException("no settings"); }
              public void register(io.sitq.worker.Handlers handlers) {}
            }
            """);

    assertWrong("does not exist", "run", "--tasks", directory.resolve("nope.jar").toString());
    assertWrong("is no file", "run", "--tasks", directory.toString());
    assertWrong("can't be read as a JAR", "run", "--tasks", text.toString());
    assertWrong("holds no tasks", "run", "--tasks", empty.toString());
    assertWrong("no.such.Module", "run", "--tasks", missingClass.toString());
    assertWrong("no settings", "run", "--tasks", throwing.toString());
  }

  @Test
  void theDemoSaysThatItNeedsTheDistribution() {
    assertWrong("bin/sitq-worker", "demo");
  }

  private static void assertWrong(String message, String... args) {
    Program run = Program.run(args);

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message).doesNotContain("\tat ").doesNotContain("secret");
    assertThat(run.out()).isEmpty();
  }

  private static Path jar(Path file, @Nullable String module) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("META-INF/"));
      if (module != null) {
        zip.putNextEntry(new ZipEntry("META-INF/services/io.sitq.worker.TaskModule"));
        zip.write(module.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return file;
  }
}
