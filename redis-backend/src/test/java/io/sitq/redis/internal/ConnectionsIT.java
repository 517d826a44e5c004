package io.sitq.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.redis.RedisSettings;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.fault.FaultyProxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionsIT {
  private static final byte[] KEY = {1};

  /**
   * One thread that holds a lock while it connects, and another that Lettuce needs, would block.
   */
  @Test
  void nobody_waits_for_a_connection_that_somebody_else_makes() throws Exception {
    try (FaultyProxy proxy = FaultyProxy.before(SitqRedis.shared().uri())) {
      RedisSettings settings = RedisSettings.of(proxy.uri()).connectTimeout(Duration.ofSeconds(2));
      try (Connections connections =
          Connections.open(settings, new RedisErrors(settings.address()))) {
        proxy.swallow(true);
        CompletableFuture<Object> leases =
            CompletableFuture.supplyAsync(() -> connections.leases(KEY));
        await().until(() -> proxy.connections() > 1);

        CompletableFuture<Object> asked = CompletableFuture.supplyAsync(connections::replication);

        assertThat(asked.get(1, TimeUnit.SECONDS)).isNotNull();
        assertThat(leases).isNotDone();
        await().until(leases::isCompletedExceptionally);

        proxy.swallow(false);
        assertThat(connections.leases(KEY)).as("tried again").isNotNull();
      }
    }
  }
}
