package io.sitq.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Starts a program as a {@link RedisProcess}, on the port that is wanted or on a free one. */
final class RedisProcessStarter {
  private static final String HOST = "127.0.0.1";
  private static final int PORTS_TO_TRY = 5;

  private final RedisSource source;
  private final Program program;
  private final IntSupplier freePorts;

  RedisProcessStarter(RedisSource source, Program program) {
    this(source, program, FreePort::find);
  }

  RedisProcessStarter(RedisSource source, Program program, IntSupplier freePorts) {
    this.source = source;
    this.program = program;
    this.freePorts = freePorts;
  }

  /** Gives the program, which it may put into the server's own directory. */
  @FunctionalInterface
  interface Program {
    Path in(Path directory) throws ProviderUnavailableException;
  }

  RedisProcess start(ServerSettings settings) throws ProviderUnavailableException {
    if (settings.port() != 0) {
      return startOn(settings.port(), settings);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return startOn(freePorts.getAsInt(), settings);
      } catch (ProviderUnavailableException e) {
        // A free port stays free only until somebody else takes it.
        if (attempt == PORTS_TO_TRY || !isBindFailure(e)) {
          throw e;
        }
      }
    }
  }

  private RedisProcess startOn(int port, ServerSettings settings)
      throws ProviderUnavailableException {
    ServerDirectory directory = ServerDirectory.create();
    RedisProcess process;
    try {
      Path executable = program.in(directory.path());
      Path config = directory.writeConfig(settings.redisConf(port, HOST));
      process =
          new RedisProcess(
              source,
              directory,
              command(executable, config, settings),
              settings.uri(HOST, port),
              settings.closedByCaller());
    } catch (ProviderUnavailableException | RuntimeException e) {
      directory.delete();
      throw e;
    }
    try {
      process.start();
      return process;
    } catch (ProviderUnavailableException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /**
   * Ctrl-C signals the whole process group of the terminal; a server that must stay gets a session
   * of its own. Where setsid is missing, as on macOS, it remains in the group.
   */
  private static List<String> command(Path executable, Path config, ServerSettings settings) {
    List<String> command = new ArrayList<>();
    if (settings.closedByCaller()) {
      SearchPath.ofThisProcess().find("setsid").map(Path::toString).ifPresent(command::add);
    }
    command.add(executable.toString());
    command.add(config.toString());
    if (settings.isSentinel()) {
      command.add("--sentinel");
    }
    return command;
  }

  private static boolean isBindFailure(ProviderUnavailableException e) {
    return String.valueOf(e.getMessage()).contains("Address already in use");
  }
}
