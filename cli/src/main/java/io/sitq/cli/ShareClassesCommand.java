package io.sitq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * Keeps the program's loaded classes in a file for the JVM's class-data sharing. A file fits one
 * build of Java and one place of the distribution; where it does not fit, the JVM leaves it alone.
 */
@Command(
    name = "share-classes",
    description = {
      "Writes the classes of this program to a file in the distribution, from which this Java then"
          + " starts short commands in some 0.7 of the time. It takes a few seconds and 20 MB.",
      "Run it once after unpacking, as in a container image's build, and again after an update of"
          + " Java. JAVA_HOME chooses the Java, as for every command."
    },
    footer = "  sitq-worker share-classes")
final class ShareClassesCommand implements Callable<Integer> {
  private static final int PATIENCE_SECONDS = 60;

  @ParentCommand private @Nullable SitqWorkerCommand app;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = Home.directory();
    Path file = Path.of(System.getProperty("sitq.classes", home + "/cds/none.jsa"));
    long bytes = write(home, file);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (Objects.requireNonNull(app).json()) {
      out.println(Json.text(Json.object().put("file", file.toString()).put("bytes", bytes)));
    } else {
      out.println(file + ": " + bytes / 1_000_000 + " MB, used from now on");
    }
    return ExitCode.DONE;
  }

  private static long write(Path home, Path file) throws IOException, InterruptedException {
    Path fresh = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    createDirectory(file);
    Path log = Files.createTempFile("sitq-share-classes", ".log");
    try {
      int exit = run(home, fresh, log);
      if (exit != ExitCode.NO_REDIS || !Files.exists(fresh)) {
        throw new UsageException(
            "this Java wrote no class archive: " + Files.readString(log).strip());
      }
      long bytes = Files.size(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      return bytes;
    } finally {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(log);
    }
  }

  private static void createDirectory(Path file) {
    Path directory = Objects.requireNonNull(file.getParent());
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UsageException(
          "can't write to " + directory + ": run this as the owner of the distribution", e);
    }
    if (!Files.isWritable(directory)) {
      throw new UsageException(
          "can't write to " + directory + ": run this as the owner of the distribution");
    }
  }

  /** A command that gets as far as it can where no Redis is, which most classes are needed for. */
  private static int run(Path home, Path archive, Path log)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:ArchiveClassesAtExit=" + archive,
                "-Dkryo.unsafe=false",
                "-Dsitq.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "stats",
                "--redis",
                "redis://127.0.0.1:1")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new UsageException("Java did not write its classes within a minute: try again");
    }
    return process.exitValue();
  }
}
