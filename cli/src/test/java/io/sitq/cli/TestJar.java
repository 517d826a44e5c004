package io.sitq.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Task JARs that are compiled when a test needs them, so that no class path has their classes. */
final class TestJar {
  private TestJar() {}

  /** A JAR of one source file without a package, whose first class is a module. */
  static Path of(Path directory, String className, String source) throws IOException {
    Path classes = Files.createDirectories(directory.resolve(className + "-classes"));
    Path file = Files.writeString(classes.resolve(className + ".java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int failed =
        compiler.run(
            null,
            null,
            null,
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            classes.toString(),
            file.toString());
    if (failed != 0) {
      throw new IllegalArgumentException("does not compile: " + source);
    }
    Path jar = directory.resolve(className + ".jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.list(classes)) {
      files.filter(path -> path.toString().endsWith(".class")).forEach(path -> add(zip, path));
      zip.putNextEntry(new ZipEntry("META-INF/services/io.sitq.worker.TaskModule"));
      zip.write(className.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static void add(ZipOutputStream zip, Path classFile) {
    try {
      zip.putNextEntry(new ZipEntry(classFile.getFileName().toString()));
      Files.copy(classFile, zip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
