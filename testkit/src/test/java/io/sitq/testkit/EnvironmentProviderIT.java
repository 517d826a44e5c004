package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EnvironmentProviderIT {

  @Test
  void theNamedServerIsUsedAndLeftRunning() throws Exception {
    try (SitqRedis named = SitqRedis.embedded()) {
      RunningRedis redis = new EnvironmentProvider(named.uri()).provide(ServerSettings.DEFAULTS);
      assertThat(redis.source()).isEqualTo(RedisSource.ENVIRONMENT);
      assertThat(redis.uri()).isEqualTo(named.uri());

      redis.close();

      assertThat(Commands.ping(named.uri())).isEqualTo("PONG");
    }
  }

  @Test
  void aNamedServerThatIsNotThereIsAFailureAndNoReasonToLookElsewhere() {
    String uri = "redis://:secret@127.0.0.1:" + FreePort.find();

    assertThatThrownBy(() -> new EnvironmentProvider(uri).provide(ServerSettings.DEFAULTS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SITQ_TEST_REDIS names redis://")
        .hasMessageContaining("Connection refused")
        .hasMessageContaining("unset it")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aWrongPasswordIsSaid() {
    try (SitqRedis named = SitqRedis.builder().localProcess().password("right").start()) {
      String uri = named.uri().replace("right", "wrong");

      assertThatThrownBy(() -> new EnvironmentProvider(uri).provide(ServerSettings.DEFAULTS))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("WRONGPASS");
    }
  }
}
