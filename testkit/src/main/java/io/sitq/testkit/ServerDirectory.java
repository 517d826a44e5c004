package io.sitq.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one server process: settings, log, data. */
record ServerDirectory(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(ServerDirectory.class);
  private static final int LINES_TO_SHOW = 10;

  /** A new one that only this user can read: the settings hold the password. */
  static ServerDirectory create() throws ProviderUnavailableException {
    try {
      return new ServerDirectory(Files.createTempDirectory("sitq-redis-"));
    } catch (IOException e) {
      throw new ProviderUnavailableException("no temporary directory for the server", e);
    }
  }

  Path log() {
    return path.resolve("redis.log");
  }

  Path writeConfig(String content) throws ProviderUnavailableException {
    try {
      return Files.writeString(path.resolve("redis.conf"), content);
    } catch (IOException e) {
      throw new ProviderUnavailableException("can't write the server's settings", e);
    }
  }

  String lastLogLines() {
    try {
      // ISO-8859-1 decodes any bytes; a log line that is not UTF-8 must not hide the others.
      List<String> lines =
          Files.readAllLines(log(), StandardCharsets.ISO_8859_1).stream()
              .filter(line -> !line.isBlank())
              .toList();
      StringBuilder last = new StringBuilder();
      lines.stream()
          .skip(Math.max(0, lines.size() - LINES_TO_SHOW))
          .forEach(line -> last.append("\n    ").append(line));
      return last.length() == 0 ? " none" : last.toString();
    } catch (IOException e) {
      return " unreadable (" + e.getMessage() + ")";
    }
  }

  void delete() {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Redis for tests: can't delete {}", path, e);
    }
  }
}
