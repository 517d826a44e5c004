package io.sitq.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directory of the distribution, which the launcher tells by {@code sitq.home}. */
final class Home {
  private Home() {}

  /**
   * The directory itself.
   *
   * @throws UsageException if the program was not started by its launcher
   */
  static Path directory() {
    String home = System.getProperty("sitq.home");
    if (home == null || !Files.isDirectory(Path.of(home, "lib"))) {
      throw new UsageException("this needs a distribution: start it by bin/sitq-worker");
    }
    return Path.of(home);
  }

  /** The task JARs of the examples. */
  static List<Path> exampleJars() throws IOException {
    String home = System.getProperty("sitq.home");
    Path examples = home == null ? null : Path.of(home, "examples");
    List<Path> jars = new ArrayList<>();
    if (examples != null && Files.isDirectory(examples)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(examples, "*.jar")) {
        files.forEach(jars::add);
      }
    }
    if (jars.isEmpty()) {
      throw new UsageException(
          "demo needs the examples' JAR, which the distribution has beside its lib directory:"
              + " start it by bin/sitq-worker"
              + (examples == null ? "" : " (looked in " + examples + ")"));
    }
    return jars;
  }
}
