package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sitq.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SitqRedisBuilderTest {
  private final SitqRedisBuilder builder = SitqRedis.builder();

  @Test
  void theOwnersLinesComeAfterTheDefaults() {
    ServerSettings settings =
        new ServerSettings(List.of("appendonly yes", "maxmemory 50mb"), "a\"b\\c", 0, false);

    assertThat(settings.redisConf(7001, "127.0.0.1"))
        .isEqualTo(
            """
            port 7001
            bind 127.0.0.1
            protected-mode no
            save ""
            appendonly no
            requirepass "a\\"b\\\\c"
            appendonly yes
            maxmemory 50mb
            """);
  }

  @Test
  void theUriCarriesThePasswordEncoded() {
    assertThat(new ServerSettings(List.of(), "p@ss w0rd/+", 0, false).uri("127.0.0.1", 7001))
        .isEqualTo("redis://:p%40ss%20w0rd%2F%2B@127.0.0.1:7001");
    assertThat(ServerSettings.DEFAULTS.uri("127.0.0.1", 7001)).isEqualTo("redis://127.0.0.1:7001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"port", "Bind", "requirepass", " dir ", "daemonize", "logfile"})
  void whatIsSetForTheCallerIsRefused(String name) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> builder.config(name, "x"))
        .withMessageStartingWith("config must not set ")
        .withMessageEndingWith(", got " + name);
  }

  @Test
  void aSecondLineIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> builder.config("maxmemory", "50mb\nport 1"));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> builder.config(" ", "50mb"));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> builder.password("a\nb"));
    assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> builder.password(" "));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void aPortOutOfRangeIsRefused(int port) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> builder.port(port))
        .withMessage("port must be from 0 to 65535, got " + port);
  }
}
