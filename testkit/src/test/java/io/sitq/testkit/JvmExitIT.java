package io.sitq.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to a server when the JVM that started it ends. Neither JUnit nor Testcontainers is
 * on that JVM's class path.
 */
class JvmExitIT {
  @TempDir private Path temporary;
  private Process program;
  private BufferedReader output;
  private ProcessHandle server;
  private String uri;

  @AfterEach
  void endWhatIsLeft() {
    if (program != null) {
      program.destroyForcibly();
    }
    if (server != null) {
      server.destroyForcibly();
    }
  }

  @Test
  void aNormalExitTakesTheServerAndItsFilesAlong() throws Exception {
    start();
    assertThat(Commands.ping(uri)).isEqualTo("PONG");

    program.getOutputStream().close();

    assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isZero();
    assertNothingIsLeft();
  }

  @Test
  void aSigtermTakesTheServerAndItsFilesAlong() throws Exception {
    start();

    program.toHandle().destroy(); // Process.destroy() would close our end of its output too

    assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void aServerThatTheCallerClosesIsThereUntilThen() throws Exception {
    start("closed-by-caller");

    program.toHandle().destroy(); // Process.destroy() would close our end of its output too

    assertThat(output.readLine()).isEqualTo("PONG");
    assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws Exception {
    assertThat(server.isAlive()).isFalse();
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("sitq-redis-"));
    }
  }

  private void start(String... arguments) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            classPathWithoutTestLibraries(),
            EmbeddedProgram.class.getName());
    builder.command().addAll(Arrays.asList(arguments));
    program = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    output = program.inputReader(UTF_8);
    String line = output.readLine();
    while (line != null && !line.startsWith("redis://")) {
      line = output.readLine(); // what it logs
    }
    assertThat(line).as("the program's line").isNotNull();
    String[] facts = line.split(" ", -1);
    uri = facts[0];
    server = ProcessHandle.of(Long.parseLong(facts[1])).orElseThrow();
  }

  private static String classPathWithoutTestLibraries() {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(
            entry ->
                !Path.of(entry)
                    .getFileName()
                    .toString()
                    .matches("(junit|testcontainers|docker-java|assertj|opentest4j).*"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
