package io.sitq.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program as users have it: the distribution's launcher, in a process of its own. */
final class SitqProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Path out;
  private final Path err;

  private SitqProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** The distribution that the package phase made. */
  static Path home() throws IOException {
    return Path.of("target", "sitq-worker-" + Version.current()).toAbsolutePath();
  }

  static Path launcher() throws IOException {
    return home().resolve("bin/sitq-worker");
  }

  static String examplesJar() throws IOException {
    return home().resolve("examples/sitq-examples-" + Version.current() + ".jar").toString();
  }

  /** Starts the launcher in another directory than its own. */
  static SitqProcess start(Map<String, String> environment, String... args) throws IOException {
    return startAs(launcher(), environment, args);
  }

  static SitqProcess startAs(Path launcher, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(args));
    command.add(0, launcher.toString());
    Path out = Files.createTempFile("sitq", ".out");
    Path err = Files.createTempFile("sitq", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(out.getParent().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("SITQ_REDIS_URL");
    builder.environment().putAll(environment);
    return new SitqProcess(builder.start(), out, err);
  }

  /** Waits for the end; the exit code. */
  int exit() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("did not end: " + out() + err());
    }
    return process.exitValue();
  }

  /** Waits until stderr has the text. */
  SitqProcess awaitLog(String text) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> err().contains(text) || !process.isAlive());
    if (!err().contains(text)) {
      throw new AssertionError("ended without '" + text + "': " + out() + err());
    }
    return this;
  }

  /** SIGTERM. */
  SitqProcess terminate() {
    process.toHandle().destroy();
    return this;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(out);
    Files.deleteIfExists(err);
  }
}
