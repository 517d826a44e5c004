package io.sitq.testkit;

import java.nio.file.Path;

/** Starts the {@code redis-server} that the machine has. */
final class PathProvider implements RedisProvider {
  private static final String PROGRAM = "redis-server";

  private final SearchPath searchPath;

  PathProvider() {
    this(SearchPath.ofThisProcess());
  }

  PathProvider(SearchPath searchPath) {
    this.searchPath = searchPath;
  }

  @Override
  public RedisSource source() {
    return RedisSource.REDIS_SERVER_ON_PATH;
  }

  @Override
  public RunningRedis provide(ServerSettings settings) throws ProviderUnavailableException {
    Path program =
        searchPath
            .find(PROGRAM)
            .orElseThrow(() -> new ProviderUnavailableException("no " + PROGRAM + " on the PATH"));
    return new RedisProcessStarter(source(), directory -> program).start(settings);
  }

  @Override
  public String remedy() {
    return "install Redis " + ServerInfo.LOWEST_VERSION + " or later, " + PROGRAM + " on the PATH";
  }
}
