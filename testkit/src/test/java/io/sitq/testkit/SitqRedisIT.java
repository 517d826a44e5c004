package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SitqRedisExtension.class)
class SitqRedisIT {
  private static SitqRedis injectedBeforeAll;

  @BeforeAll
  static void inject(SitqRedis redis) {
    injectedBeforeAll = redis;
  }

  @Test
  void theSharedOneIsInjectedAndTheSameEverywhere(SitqRedis redis) {
    assertThat(redis).isSameAs(SitqRedis.shared()).isSameAs(injectedBeforeAll);
    assertThat(Commands.ping(redis.uri())).isEqualTo("PONG");
  }

  @Test
  void closingTheSharedOneHasNoEffect(SitqRedis redis) {
    redis.close();

    assertThat(Commands.ping(redis.uri())).isEqualTo("PONG");
  }

  @Test
  void namespacesDoNotMeet(SitqRedis redis) {
    Set<String> namespaces = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      namespaces.add(redis.newNamespace());
    }

    assertThat(namespaces).hasSize(1_000).allMatch(name -> name.matches("t-[0-9a-f]{12}"));
  }

  @Test
  void aServerOfOnesOwnIsConfiguredAndNobodyElses(SitqRedis shared) {
    try (SitqRedis own = SitqRedis.builder().config("maxmemory", "50mb").password("s3").start()) {
      assertThat(own.uri()).isNotEqualTo(shared.uri()).contains(":s3@");
      assertThat(own.source()).isNotEqualTo(RedisSource.ENVIRONMENT);
      assertThat(Commands.config(own.uri(), "maxmemory")).isEqualTo("52428800");
    }
  }

  @Test
  void theEmbeddedOneListensOnThePortThatIsWanted() {
    int port = FreePort.find();
    try (SitqRedis redis = SitqRedis.builder().localProcess().port(port).start()) {
      assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + port);
    }
  }

  @Test
  void whenNothingStartsTheServersOwnWordsAreInTheFailure() {
    SitqRedisBuilder wrong = SitqRedis.builder().localProcess().config("no-such-setting", "1");

    assertThatThrownBy(wrong::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("REDIS_SERVER_ON_PATH: ")
        .hasMessageContaining("EMBEDDED: ")
        .hasMessageContaining("no-such-setting 1");
  }
}
