package io.sitq.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.error.OsArchitectureNotFound;
import redis.embedded.error.UnknownOSName;
import redis.embedded.model.OsArchitecture;

/** Starts a binary that embedded-redis carries for this machine. */
final class EmbeddedProvider implements RedisProvider {
  private final String osName;

  EmbeddedProvider() {
    this(System.getProperty("os.name", ""));
  }

  EmbeddedProvider(String osName) {
    this.osName = osName;
  }

  @Override
  public RedisSource source() {
    return RedisSource.EMBEDDED;
  }

  @Override
  public RunningRedis provide(ServerSettings settings) throws ProviderUnavailableException {
    if (osName.toLowerCase(Locale.ROOT).startsWith("windows")) {
      throw new ProviderUnavailableException(
          "the binary for Windows is Redis 5.0.14, too old: sitq needs "
              + ServerInfo.LOWEST_VERSION
              + " or later");
    }
    return new RedisProcessStarter(source(), EmbeddedProvider::extract).start(settings);
  }

  @Override
  public String remedy() {
    return "use x86-64 Linux with glibc and libssl 3, arm64 Linux, or macOS,"
        + " for which a Redis is embedded";
  }

  private static Path extract(Path directory) throws ProviderUnavailableException {
    try {
      OsArchitecture machine = OsArchitecture.detectOSandArchitecture();
      if (!ExecutableProvider.newProvidedVersionsMap().containsKey(machine)) {
        throw new ProviderUnavailableException(
            "there is no binary for " + machine.os + " " + machine.arch);
      }
      return ExecutableProvider.newJarResourceProvider(directory::toFile).get().toPath();
    } catch (OsArchitectureNotFound | UnknownOSName unknown) {
      throw new ProviderUnavailableException("there is no binary for this machine", unknown);
    } catch (IOException e) {
      throw new ProviderUnavailableException("can't extract the binary to " + directory, e);
    }
  }
}
