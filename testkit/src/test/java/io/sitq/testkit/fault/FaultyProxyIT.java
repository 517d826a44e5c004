package io.sitq.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.sitq.ConfigurationException;
import io.sitq.testkit.SitqRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultyProxyIT {
  private final SitqRedis redis = SitqRedis.shared();
  private final String key = redis.newNamespace() + ":n";
  private final FaultyProxy proxy = FaultyProxy.before(redis.uri());
  private final RedisClient client = client(proxy.uri());
  private final RedisClient directClient = client(redis.uri());
  private final StatefulRedisConnection<String, String> connection = client.connect();
  private final RedisCommands<String, String> behind = connection.sync();
  private final RedisCommands<String, String> direct = directClient.connect().sync();

  private static RedisClient client(String uri) {
    RedisClient client = RedisClient.create(uri);
    client.setOptions(ClientOptions.builder().autoReconnect(false).build());
    return client;
  }

  @AfterEach
  void close() {
    direct.del(key);
    client.close();
    directClient.close();
    proxy.close();
  }

  @Test
  void byDefaultEverythingPasses() {
    String large = "x".repeat(1 << 20);

    behind.set(key, large);

    assertThat(behind.get(key)).isEqualTo(large);
    assertThat(direct.get(key)).isEqualTo(large);
  }

  @Test
  void aLostReplyIsThatOfACommandThatWasExecuted() {
    proxy.loseReplies(1);

    assertThatThrownBy(() -> behind.incr(key)).isInstanceOf(RedisException.class);

    assertThat(proxy.repliesToLose()).isZero();
    assertThat(direct.get(key)).isEqualTo("1");
    await().until(() -> !connection.isOpen());
    assertThat(client.connect().sync().get(key)).isEqualTo("1");
  }

  @Test
  void whatIsSwallowedReachesNobodyAndTheConnectionStaysOpen() {
    proxy.swallow(true);
    connection.setTimeout(Duration.ofMillis(100));

    assertThatThrownBy(() -> behind.set(key, "lost"))
        .isInstanceOf(RedisCommandTimeoutException.class);

    assertThat(connection.isOpen()).isTrue();
    assertThat(direct.get(key)).isNull();
    proxy.swallow(false);
    proxy.cut();
    assertThat(client.connect().sync().set(key, "kept")).isEqualTo("OK");
  }

  @Test
  void aCutBreaksWhatIsOpenAndNewConnectionsPass() {
    behind.ping();

    proxy.cut();

    await().until(() -> !connection.isOpen());
    assertThat(client.connect().sync().ping()).isEqualTo("PONG");
  }

  @Test
  void repliesAreChangedOnTheirWay() {
    direct.set(key, "true");
    proxy.changeReplies(
        bytes ->
            new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("true", "lies")
                .getBytes(StandardCharsets.ISO_8859_1));

    assertThat(behind.get(key)).isEqualTo("lies");
    assertThat(direct.get(key)).isEqualTo("true");
  }

  @Test
  void aClosedProxyAcceptsNobody() {
    proxy.close();

    await().until(() -> !connection.isOpen());
    assertThatThrownBy(client::connect).isInstanceOf(RedisException.class);
  }

  @Test
  void credentialsAndDatabaseAreTheServers() {
    try (SitqRedis locked = SitqRedis.builder().password("s3/+").start();
        FaultyProxy before = FaultyProxy.before(locked.uri() + "/2");
        RedisClient own = client(before.uri())) {
      assertThat(own.connect().sync().clientInfo()).contains(" db=2 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:6379", "rediss://secret@h", "redis://", "re dis://secret"})
  void whatIsNoRedisUriIsRefusedWithoutShowingIt(String uri) {
    assertThatThrownBy(() -> FaultyProxy.before(uri))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("redis uri must be redis://host:port")
        .hasMessageNotContaining("secret");
  }
}
