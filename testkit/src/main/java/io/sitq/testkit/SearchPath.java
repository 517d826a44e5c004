package io.sitq.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The directories in which a shell finds programs. */
record SearchPath(@Nullable String directories) {

  static SearchPath ofThisProcess() {
    return new SearchPath(System.getenv("PATH"));
  }

  Optional<Path> find(String program) {
    if (directories == null) {
      return Optional.empty();
    }
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(directories)
        .filter(directory -> !directory.isBlank())
        .flatMap(directory -> candidate(directory, program).stream())
        .findFirst();
  }

  private static Optional<Path> candidate(String directory, String program) {
    try {
      Path plain = Path.of(directory, program);
      Path windows = Path.of(directory, program + ".exe");
      Path file = Files.exists(plain) ? plain : windows;
      return Files.isRegularFile(file) && Files.isExecutable(file)
          ? Optional.of(file.toAbsolutePath())
          : Optional.empty();
    } catch (InvalidPathException notADirectory) {
      return Optional.empty(); // a shell passes over it too
    }
  }
}
