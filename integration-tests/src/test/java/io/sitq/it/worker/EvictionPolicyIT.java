package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.redis.RedisBackend;
import io.sitq.testkit.SitqRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvictionPolicyIT {
  private static LogCapture connectTo(String policy) {
    LogCapture log = new LogCapture("io.sitq.redis");
    try (OwnRedis redis = OwnRedis.start(SitqRedis.builder().config("maxmemory-policy", policy));
        RedisBackend backend = RedisBackend.connect(redis.uri())) {
      assertThat(backend.address()).contains("127.0.0.1");
      return log;
    } finally {
      log.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"allkeys-lru", "volatile-ttl"})
  void a_policy_that_drops_keys_is_warned_of_and_what_it_may_cost(String policy) {
    assertThat(connectTo(policy).lines())
        .singleElement()
        .asString()
        .startsWith("WARN")
        .contains(policy, "drop tasks and results", "noeviction");
  }

  @Test
  void the_right_policy_is_not_spoken_of() {
    assertThat(connectTo("noeviction").lines()).isEmpty();
  }
}
