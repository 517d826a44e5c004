package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProviderChainTest {
  private final List<RedisSource> asked = new ArrayList<>();

  @Test
  void theFirstThatGivesARedisWinsAndTheRestIsNotAsked() {
    ProviderChain chain =
        new ProviderChain(
            List.of(
                out(RedisSource.ENVIRONMENT, "not set"),
                out(RedisSource.TESTCONTAINERS, "no engine"),
                open(RedisSource.REDIS_SERVER_ON_PATH),
                open(RedisSource.EMBEDDED)));

    RunningRedis redis = chain.provide(ServerSettings.DEFAULTS);

    assertThat(redis.source()).isEqualTo(RedisSource.REDIS_SERVER_ON_PATH);
    assertThat(asked)
        .containsExactly(
            RedisSource.ENVIRONMENT, RedisSource.TESTCONTAINERS, RedisSource.REDIS_SERVER_ON_PATH);
  }

  @Test
  void whenNothingIsLeftItSaysWhatWasTriedWhyItFailedAndWhatToDo() {
    ProviderChain chain =
        new ProviderChain(
            List.of(
                out(RedisSource.TESTCONTAINERS, "no engine answers"),
                out(RedisSource.EMBEDDED, "no binary for SPARC")));

    assertThatThrownBy(() -> chain.provide(ServerSettings.DEFAULTS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            """
            No Redis for tests. Tried:
              TESTCONTAINERS: no engine answers
              EMBEDDED: no binary for SPARC
            Do one of these:
              - make TESTCONTAINERS work
              - make EMBEDDED work""");
  }

  @Test
  void aFailureThatIsNotAboutAvailabilityEndsTheSearch() {
    RedisProvider asFor = new EnvironmentProvider("http://not-a-redis");
    ProviderChain chain = new ProviderChain(List.of(asFor, open(RedisSource.EMBEDDED)));

    assertThatThrownBy(() -> chain.provide(ServerSettings.DEFAULTS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SITQ_TEST_REDIS must be a Redis URI");
    assertThat(asked).isEmpty();
  }

  private RedisProvider out(RedisSource source, String reason) {
    return new SmallProvider(source, reason);
  }

  private RedisProvider open(RedisSource source) {
    return new SmallProvider(source, "");
  }

  private final class SmallProvider implements RedisProvider {
    private final RedisSource source;
    private final String reason;

    SmallProvider(RedisSource source, String reason) {
      this.source = source;
      this.reason = reason;
    }

    @Override
    public RedisSource source() {
      return source;
    }

    @Override
    public RunningRedis provide(ServerSettings settings) throws ProviderUnavailableException {
      asked.add(source);
      if (!reason.isEmpty()) {
        throw new ProviderUnavailableException(reason);
      }
      return new SmallRedis(source, "redis://small");
    }

    @Override
    public String remedy() {
      return "make " + source + " work";
    }
  }

  private record SmallRedis(RedisSource source, String uri) implements RunningRedis {
    @Override
    public void close() {}
  }
}
