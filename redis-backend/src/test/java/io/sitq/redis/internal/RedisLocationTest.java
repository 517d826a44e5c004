package io.sitq.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.sitq.ConfigurationException;
import io.sitq.redis.internal.RedisLocation.SetUp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisLocationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://h | SINGLE | redis://h:6379",
        "rediss://u:pw@h:7/3 | SINGLE | rediss://h:7/3",
        "redis-sentinel://h#m | SENTINEL | redis-sentinel://h:26379#m",
        "redis-sentinel://u:pw@a:1,b,c:3/2?sentinelPassword=pw#m | SENTINEL"
            + " | redis-sentinel://a:1,b:26379,c:3/2#m",
        "rediss-sentinel://a:1?sentinelMasterId=m | SENTINEL | rediss-sentinel://a:1#m",
        "redis-cluster://h | CLUSTER | redis-cluster://h:6379",
        "redis-cluster://u:pw@a:1,b,c:3/0 | CLUSTER | redis-cluster://a:1,b:6379,c:3",
        "rediss-cluster://:pw@a:1,b:2?clientName=x | CLUSTER | rediss-cluster://a:1,b:2",
      })
  void the_address_has_all_but_the_secrets(String uri, SetUp setUp, String address) {
    RedisLocation location = RedisLocation.of(uri);

    assertThat(location.setUp()).isEqualTo(setUp);
    assertThat(location.address()).isEqualTo(address);
  }

  @Test
  void servers_and_sentinels_have_credentials_of_their_own() {
    RedisURI uri =
        RedisLocation.of(
                "rediss-sentinel://app:p%40ss%2C1@a,b"
                    + "?sentinelUsername=watch&sentinelPassword=a%26b%2B+c#m")
            .uris()
            .get(0);

    assertThat(credentials(uri)).isEqualTo("app p@ss,1");
    assertThat(uri.getSentinels())
        .hasSize(2)
        .allMatch(sentinel -> credentials(sentinel).equals("watch a&b++c"))
        .allMatch(RedisURI::isSsl);
  }

  @Test
  void each_node_of_a_cluster_has_the_credentials_and_the_name() {
    RedisLocation location =
        RedisLocation.of("rediss-cluster://app:p%40ss%2C1@a:1,b:2?clientName=me");

    assertThat(location.uris())
        .hasSize(2)
        .allMatch(node -> credentials(node).equals("app p@ss,1"))
        .allMatch(node -> "me".equals(node.getClientName()))
        .allMatch(RedisURI::isSsl);
    assertThat(location.uris().get(1).getHost()).isEqualTo("b");
    assertThat(location.uris().get(1).getPort()).isEqualTo(2);
  }

  private static String credentials(RedisURI uri) {
    RedisCredentials credentials = uri.getCredentialsProvider().resolveCredentials().block();
    return credentials.getUsername() + " " + new String(credentials.getPassword());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://:secret@h",
        "redis-sentinel://:secret@a:1,b:2",
        "redis-sentinel://:secret@a:1,b:2#",
        "redis-sentinel://:secret@a:1?sentinelUsername=secret#m",
        "redis-sentinel://:secret@a:1?password=secret#m",
        "redis-sentinel://:secret@a:x#m",
        "redis-cluster://:secret@a:1,b:2/1",
        "redis-cluster://:secret@a:1?database=2",
        "redis-cluster://:secret@a:1?sentinelPassword=secret",
        "redis-cluster://",
        "redis://:secret@h?sentinelPassword=secret",
      })
  void what_is_wrong_is_refused_without_the_secret(String uri) {
    assertThatThrownBy(() -> RedisLocation.of(uri))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("redis uri")
        .hasMessageNotContaining("secret");
  }

  @Test
  void a_cluster_has_no_database_numbers() {
    assertThatThrownBy(() -> RedisLocation.of("redis-cluster://a:1/3"))
        .hasMessageContaining("must not have a database");
  }

  @Test
  void a_sentinel_uri_names_the_master() {
    assertThatThrownBy(() -> RedisLocation.of("redis-sentinel://a:1"))
        .hasMessageContaining("must end with #");
  }
}
