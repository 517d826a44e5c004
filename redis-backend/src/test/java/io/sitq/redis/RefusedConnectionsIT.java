package io.sitq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.BackendConnectionException;
import io.sitq.BackendException;
import io.sitq.ConfigurationException;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.fault.FaultyProxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedConnectionsIT {
  @Test
  void a_redis_that_is_not_there_is_named() throws Exception {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }

    assertThatThrownBy(() -> RedisBackend.connect("redis://127.0.0.1:" + closedPort))
        .isInstanceOfSatisfying(
            BackendConnectionException.class,
            e -> assertThat(e.address()).isEqualTo("redis://127.0.0.1:" + closedPort))
        .hasMessageContaining("127.0.0.1:" + closedPort)
        .hasMessageContaining("Connection refused");
  }

  @Test
  void a_wrong_password_is_refused_and_not_shown() {
    try (SitqRedis guarded = SitqRedis.builder().password("right").start()) {
      String uri = guarded.uri().replace("right", "wrong-secret");

      for (int attempt = 0; attempt < 200; attempt++) { // the reason was once lost in one of 100
        assertThatThrownBy(() -> RedisBackend.connect(uri))
            .isInstanceOf(BackendConnectionException.class)
            .hasMessageContaining("refuses the credentials")
            .hasMessageNotContaining("wrong-secret");
      }
      assertThatThrownBy(() -> RedisBackend.connect(uri.replaceAll("//.*@", "//")))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("NOAUTH");
      RedisBackend.connect(guarded.uri()).close();
    }
  }

  @Test
  void a_redis_that_is_too_old_is_refused_with_both_versions() {
    try (FaultyProxy proxy = FaultyProxy.before(SitqRedis.shared().uri())) {
      proxy.changeReplies(RefusedConnectionsIT::claimVersion5);

      assertThatThrownBy(() -> RedisBackend.connect(proxy.uri()))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("is version 5.")
          .hasMessageContaining("6.2");
    }
  }

  /** The same reply with another version in it, byte for byte as long. */
  private static byte[] claimVersion5(byte[] reply) {
    return new String(reply, StandardCharsets.ISO_8859_1)
        .replaceAll("redis_version:\\d", "redis_version:5")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:6379",
        "http://localhost",
        "redis://",
        "redis://user:secret@:99999/x",
        "user:secret@host:6379",
        "redis:/:secret@host",
        "redis:secret@host",
        "redis://host?password=secret",
        "redis-sentinel://localhost"
      })
  void what_is_no_uri_is_refused_without_showing_a_password(String uri) {
    assertThatThrownBy(() -> RedisSettings.of(uri))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("redis uri")
        .hasMessageNotContaining("secret");
  }

  @Test
  void settings_that_are_wrong_are_refused_by_name() {
    RedisSettings settings = RedisSettings.of("redis://localhost");

    assertThatThrownBy(() -> settings.namespace("a b"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("namespace");
    assertThatThrownBy(() -> settings.retryTimeout(java.time.Duration.ofSeconds(-1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("retryTimeout");
    assertThatThrownBy(() -> settings.commandTimeout(java.time.Duration.ZERO))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("commandTimeout");
  }

  @Test
  void a_password_is_never_shown() {
    RedisSettings settings = RedisSettings.of("redis://user:s3cret@localhost:6380/3");

    assertThat(settings.toString()).doesNotContain("s3cret").contains("redis://localhost:6380/3");
    assertThat(settings.address()).isEqualTo("redis://localhost:6380/3");
  }
}
