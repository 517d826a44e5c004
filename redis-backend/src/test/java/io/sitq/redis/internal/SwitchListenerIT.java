package io.sitq.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.fault.FaultyProxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is announced comes from a server that stands in for a Sentinel. */
class SwitchListenerIT {
  private static final Duration SILENCE = Duration.ofMillis(400);

  private final RedisURI server = RedisURI.create(SitqRedis.shared().uri());
  private final String master = SitqRedis.shared().newNamespace();
  private final ClientResources resources =
      ClientResources.builder()
          .nettyCustomizer(
              new NettyCustomizer() {
                @Override
                public void afterChannelInitialized(Channel channel) {
                  channel.pipeline().addFirst(new SilenceGuard(SILENCE.toNanos()));
                }
              })
          .build();
  private final RedisClient client = RedisClient.create(resources);
  private final StatefulRedisConnection<String, String> sentinel = client.connect(server);
  private final AtomicInteger calls = new AtomicInteger();
  private final SwitchListener listener =
      new SwitchListener(client, master, calls::incrementAndGet);

  {
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .build());
  }

  @AfterEach
  void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    var unused = resources.shutdown(0, 2, TimeUnit.SECONDS);
  }

  /** How many have heard it. */
  private long announce(String name) {
    return sentinel.sync().publish("+switch-master", name + " 127.0.0.1 1 127.0.0.1 2");
  }

  private void awaitHeard() {
    await().until(() -> announce(master) > 0);
    await().untilAtomic(calls, equalTo(1));
    calls.set(0);
  }

  @Test
  void it_calls_back_when_a_sentinel_announces_another_master() {
    listener.listen(server);
    awaitHeard();

    announce("x" + master);
    announce(master + "x");
    announce(master);

    await().until(() -> calls.get() > 0);
    assertThat(calls).as("of this name alone").hasValue(1);
  }

  @Test
  void it_leaves_a_sentinel_for_the_one_that_it_is_told() {
    try (FaultyProxy first = FaultyProxy.before(SitqRedis.shared().uri());
        FaultyProxy second = FaultyProxy.before(SitqRedis.shared().uri())) {
      listener.listen(RedisURI.create(first.uri()));
      awaitHeard();
      listener.listen(RedisURI.create(second.uri()));
      await().until(() -> second.connections() == 1);
      awaitHeard();

      first.cut();
      announce(master);

      await().until(() -> calls.get() > 0);
      listener.listen(RedisURI.create(second.uri()));
      assertThat(first.connections()).isEqualTo(1);
      assertThat(second.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_connection_on_which_nothing_comes_back_is_made_again() {
    try (FaultyProxy proxy = FaultyProxy.before(SitqRedis.shared().uri())) {
      RedisURI uri = RedisURI.create(proxy.uri());
      listener.listen(uri);
      awaitHeard();

      proxy.swallow(true);

      await()
          .until(
              () -> {
                listener.listen(uri);
                return proxy.connections() > 1;
              });
    }
  }
}
