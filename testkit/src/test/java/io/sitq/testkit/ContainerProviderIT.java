package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.utility.DockerImageName;

/** Runs where a Docker engine has the image; without a registry, Ryuk must be disabled too. */
class ContainerProviderIT {
  private static final DockerImageName MISSING = DockerImageName.parse("redis:sitq-no-such-tag");
  private static final String IMAGE =
      TestSetting.REDIS_IMAGE.value() == null
          ? ContainerProvider.DEFAULT_IMAGE
          : TestSetting.REDIS_IMAGE.value();

  private static String unusable = "";

  @BeforeAll
  static void findOutWhetherContainersCanBeStarted() {
    try {
      new RedisContainerStarter(IMAGE).prepare();
    } catch (ProviderUnavailableException e) {
      unusable = e.getMessage();
    }
  }

  @Test
  void theContainerAnswersWithTheOwnersSettingsAndIsGoneAfterClose() throws Exception {
    assumeTrue(unusable.isEmpty(), unusable);
    ServerSettings settings =
        new ServerSettings(List.of("maxmemory 50mb", "loglevel warning"), "p@ss", 0, false);

    SitqRedis redis = SitqRedis.owning(new ContainerProvider(IMAGE).provide(settings));
    try (redis) {
      assertThat(redis.source()).isEqualTo(RedisSource.TESTCONTAINERS);
      assertThat(Commands.config(redis.uri(), "maxmemory")).isEqualTo("52428800");
      assertThatThrownBy(redis::kill)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("SitqRedis.builder().localProcess()");
    }
    assertThatThrownBy(() -> Commands.ping(redis.uri())).isInstanceOf(RedisException.class);
  }

  @Test
  void theContainerListensOnThePortThatIsWanted() throws Exception {
    assumeTrue(unusable.isEmpty(), unusable);
    int port = FreePort.find();

    try (RunningRedis redis =
        new ContainerProvider(IMAGE).provide(new ServerSettings(List.of(), null, port, false))) {
      assertThat(redis.uri()).endsWith(":" + port);
      assertThat(Commands.ping(redis.uri())).isEqualTo("PONG");
    }
  }

  @Test
  void aWrongSettingFailsWithWhatTheServerLogged() {
    assumeTrue(unusable.isEmpty(), unusable);
    ServerSettings settings = new ServerSettings(List.of("no-such-setting 1"), null, 0, false);

    assertThatThrownBy(() -> new ContainerProvider(IMAGE).provide(settings))
        .isInstanceOf(ProviderUnavailableException.class)
        .hasMessageContaining("no-such-setting 1");
  }

  @Test
  @Timeout(90)
  void anImageThatCannotBeHadFallsThroughInBoundedTime() throws Exception {
    try (DockerEngine engine = DockerEngine.connect()) {
      assumeFalse(engine.has(MISSING));
    } catch (IllegalStateException e) {
      abort("no Docker engine answers: " + e.getMessage());
    }
    long start = System.nanoTime();
    ProviderChain chain =
        new ProviderChain(
            List.of(
                new ContainerProvider(MISSING.asCanonicalNameString()),
                new PathProvider(),
                new EmbeddedProvider()));

    try (RunningRedis redis = chain.provide(ServerSettings.DEFAULTS)) {
      assertThat(redis.source()).isNotEqualTo(RedisSource.TESTCONTAINERS);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(75));
  }
}
