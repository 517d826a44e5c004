package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProvidersTest {

  @Test
  void theEnvironmentIsOutWhenNothingIsNamed() {
    assertThatThrownBy(() -> new EnvironmentProvider(null).provide(ServerSettings.DEFAULTS))
        .isInstanceOf(ProviderUnavailableException.class)
        .hasMessage("SITQ_TEST_REDIS is not set");
  }

  @Test
  void aMistypedUriIsRefusedWithoutShowingIt() {
    assertThatThrownBy(
            () -> new EnvironmentProvider("rdis://:secret@h").provide(ServerSettings.DEFAULTS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("redis://host:6379")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void thePathIsOutWhenItHasNoRedisServer() {
    PathProvider provider = new PathProvider(new SearchPath("/nowhere/bin"));

    assertThatThrownBy(() -> provider.provide(ServerSettings.DEFAULTS))
        .isInstanceOf(ProviderUnavailableException.class)
        .hasMessage("no redis-server on the PATH");
    assertThat(new SearchPath(null).find("redis-server")).isEmpty();
  }

  @Test
  void theEmbeddedBinaryForWindowsIsTooOldToBeTried() {
    assertThatThrownBy(() -> new EmbeddedProvider("Windows 11").provide(ServerSettings.DEFAULTS))
        .isInstanceOf(ProviderUnavailableException.class)
        .hasMessage("the binary for Windows is Redis 5.0.14, too old: sitq needs 6.2 or later");
  }

  @Test
  void theReasonEndsWithTheInnermostMessage() {
    Exception refused =
        new RuntimeException("Unable to connect", new IOException("Connection refused"));

    assertThat(new ProviderUnavailableException("can't use it", refused))
        .hasMessage("can't use it: Connection refused");
    assertThat(ProviderUnavailableException.innermostMessage(new IllegalStateException()))
        .isEqualTo("IllegalStateException");
  }
}
