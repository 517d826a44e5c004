package io.sitq.testkit;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

/** Uses the server that somebody named. It is shared with others and never configured. */
final class EnvironmentProvider implements RedisProvider {
  private final @Nullable String uri;

  EnvironmentProvider() {
    this(TestSetting.REDIS.value());
  }

  EnvironmentProvider(@Nullable String uri) {
    this.uri = uri;
  }

  @Override
  public RedisSource source() {
    return RedisSource.ENVIRONMENT;
  }

  /**
   * @throws IllegalStateException if a server is named but can't be used: who asked for that one
   *     must not get another
   */
  @Override
  public RunningRedis provide(ServerSettings settings) throws ProviderUnavailableException {
    if (uri == null) {
      throw new ProviderUnavailableException(TestSetting.REDIS.variable() + " is not set");
    }
    String masked;
    try {
      masked = RedisURI.create(uri).toString();
    } catch (IllegalArgumentException notAUri) {
      // Neither the value nor the cause is shown: a mistyped URI may still hold a password.
      throw new IllegalStateException(
          TestSetting.REDIS.variable()
              + " must be a Redis URI such as redis://host:6379 or rediss://user:password@host:6379;"
              + " correct it or unset it");
    }
    try (ServerProbe probe = new ServerProbe(uri)) {
      probe.ask().requireSupported();
    } catch (RedisException | ProviderUnavailableException unusable) {
      throw new IllegalStateException(
          TestSetting.REDIS.variable()
              + " names "
              + masked
              + ", which can't be used: "
              + ProviderUnavailableException.innermostMessage(unusable)
              + ". Start that server, correct the variable, or unset it to try other ways",
          unusable);
    }
    return new NamedServer(uri);
  }

  @Override
  public String remedy() {
    return "set "
        + TestSetting.REDIS.variable()
        + " to the URI of a Redis "
        + ServerInfo.LOWEST_VERSION
        + " or later: redis://127.0.0.1:6379";
  }

  private record NamedServer(String uri) implements RunningRedis {
    @Override
    public RedisSource source() {
      return RedisSource.ENVIRONMENT;
    }

    @Override
    public void close() {}
  }
}
