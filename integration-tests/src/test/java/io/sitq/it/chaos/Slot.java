package io.sitq.it.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A place in the fleet: one process after the other, each with the same task and link. */
final class Slot implements AutoCloseable {
  private final String name;
  private final Class<?> main;
  private final Path directory;
  private final Link link;
  private final List<String> args;
  private @Nullable ChildProcess process; // guarded by this
  private int generation; // guarded by this
  private boolean frozen; // guarded by this
  private boolean closed; // guarded by this

  /** {@code args} follow URI, namespace, directory and name. */
  Slot(String name, Class<?> main, Path directory, Link link, List<String> args) {
    this.name = name;
    this.main = main;
    this.directory = directory;
    this.link = link;
    this.args = args;
  }

  /** Starts a process unless one runs; {@code namespace} and lease are the run's. */
  synchronized void ensureRunning(String namespace, Duration lease) throws IOException {
    if (closed || (process != null && process.isAlive())) {
      return;
    }
    frozen = false;
    String processName = name + "-" + generation++;
    List<String> all = new java.util.ArrayList<>();
    all.addAll(
        List.of(
            link.uri(),
            namespace,
            directory.toString(),
            processName,
            Long.toString(lease.toMillis())));
    args.forEach(arg -> all.add(arg.replace("RANDOM", random())));
    process = ChildProcess.start(processName, main, directory, all);
  }

  private static String random() {
    return Integer.toString(ThreadLocalRandom.current().nextInt(1 << 30));
  }

  /** The process that runs and is not frozen, or null. */
  synchronized @Nullable ChildProcess awake() {
    return process == null || frozen || !process.isAlive() ? null : process;
  }

  /** Freezes it; null if there is nothing to freeze. */
  synchronized @Nullable ChildProcess freeze() throws IOException, InterruptedException {
    ChildProcess victim = awake();
    if (victim != null) {
      frozen = true;
      victim.freeze();
    }
    return victim;
  }

  synchronized void thaw(ChildProcess victim) throws IOException, InterruptedException {
    if (victim == process) {
      frozen = false;
    }
    victim.thaw();
  }

  Link link() {
    return link;
  }

  /** How many processes it has had. */
  synchronized int generations() {
    return generation;
  }

  /** Starts no more; the process that runs, or null. */
  synchronized @Nullable ChildProcess retire() {
    closed = true;
    return process;
  }

  @Override
  public void close() {
    ChildProcess last = retire();
    if (last != null) {
      last.kill();
    }
    link.close();
  }
}
