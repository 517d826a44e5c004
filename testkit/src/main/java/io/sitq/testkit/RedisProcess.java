package io.sitq.testkit;

import io.lettuce.core.RedisException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A redis-server that this JVM started, in a directory of its own. Thread-safe; {@code process} and
 * {@code closed} are guarded by this.
 */
final class RedisProcess implements RunningRedis {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final long POLL_MILLIS = 20;

  private final RedisSource source;
  private final ServerDirectory directory;
  private final List<String> command;
  private final String uri;
  private final @Nullable Thread shutdownHook;

  private @Nullable Process process;
  private boolean closed;

  /**
   * @param directory the server's own, deleted with it
   * @param command with its arguments
   */
  RedisProcess(
      RedisSource source,
      ServerDirectory directory,
      List<String> command,
      String uri,
      boolean closedByCaller) {
    this.source = source;
    this.directory = directory;
    this.command = List.copyOf(command);
    this.uri = uri;
    this.shutdownHook = closedByCaller ? null : new Thread(this::close, "sitq-redis-stop");
  }

  /** Starts the program for the first time and returns when it answers. */
  void start() throws ProviderUnavailableException {
    if (shutdownHook != null) {
      Runtime.getRuntime().addShutdownHook(shutdownHook);
    }
    launch();
  }

  private void launch() throws ProviderUnavailableException {
    Process started = spawn();
    try {
      awaitAnswer(started);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderUnavailableException("interrupted while the server started");
    }
  }

  private synchronized Process spawn() throws ProviderUnavailableException {
    if (closed) {
      throw new ProviderUnavailableException("closed while the server started");
    }
    try {
      // To a file: nobody has to drain a pipe, and a server that outlives us never blocks on one.
      Process started =
          new ProcessBuilder(command)
              .directory(directory.path().toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.log().toFile())
              .start();
      process = started;
      return started;
    } catch (IOException e) {
      throw new ProviderUnavailableException("can't start " + command.get(0), e);
    }
  }

  private void awaitAnswer(Process started)
      throws ProviderUnavailableException, InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try (ServerProbe probe = new ServerProbe(uri)) {
      String lastAnswer = "none";
      while (System.nanoTime() - deadline < 0) {
        if (started.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new ProviderUnavailableException(
              "the server exited with code " + started.exitValue() + logForPeople());
        }
        try {
          ServerInfo info = probe.ask();
          // Another server may have the port; ours then exits within moments.
          if (info.processId() == started.pid()) {
            info.requireSupported();
            return;
          }
          lastAnswer = "from process " + info.processId() + ", which is not this server";
        } catch (RedisException notYet) {
          lastAnswer = ProviderUnavailableException.innermostMessage(notYet);
        }
      }
      throw new ProviderUnavailableException(
          "the server is not ready after "
              + START_LIMIT.toSeconds()
              + " s; last answer: "
              + lastAnswer
              + logForPeople());
    }
  }

  private String logForPeople() {
    return "; its last log lines:" + directory.lastLogLines();
  }

  @Override
  public RedisSource source() {
    return source;
  }

  @Override
  public String uri() {
    return uri;
  }

  long pid() {
    return current().pid();
  }

  /** Ends it at once, as a crash does. */
  void kill() {
    endNow(current());
  }

  /** Lets it shut down in order if it runs, and starts it on the same port and directory. */
  void restart() throws ProviderUnavailableException {
    Process running = current();
    running.destroy();
    if (!hasEnded(running)) {
      endNow(running);
    }
    launch();
  }

  @Override
  public void close() {
    Process last;
    synchronized (this) {
      closed = true;
      last = process;
    }
    if (last != null) {
      endNow(last); // nobody reads its data any more, so there is nothing to shut down in order
    }
    directory.delete();
    if (shutdownHook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
      } catch (IllegalStateException shutdownHasBegun) {
        // The hook runs or has run.
      }
    }
  }

  private synchronized Process current() {
    if (closed || process == null) {
      throw new IllegalStateException("this Redis is closed; start another one");
    }
    return process;
  }

  private static void endNow(Process process) {
    process.destroyForcibly();
    hasEnded(process);
  }

  /** Waits without heeding interrupts: an interrupted test must not leave its server behind. */
  private static boolean hasEnded(Process process) {
    process
        .onExit()
        .completeOnTimeout(process, STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    return !process.isAlive();
  }
}
