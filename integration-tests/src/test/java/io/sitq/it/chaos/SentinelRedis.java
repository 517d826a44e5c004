package io.sitq.it.chaos;

import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqSentinel;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** A master with two replicas, and three Sentinels. What a failover takes with it is lost. */
final class SentinelRedis implements RedisUnderTest {
  private final SitqSentinel redis = SitqSentinel.builder().replicas(2).start();
  private final ServerCommands servers = new ServerCommands();
  private final OneAtATime troubles = new OneAtATime();

  @Override
  public String uri() {
    return redis.uri();
  }

  @Override
  public Link link(String clientName) {
    return new Link(redis.uri().replace("#", "?clientName=" + clientName + "#"), null);
  }

  @Override
  public boolean keepsEveryWrite() {
    return false;
  }

  @Override
  public List<Fault> faults() {
    return List.of(
        new Fault("master killed", 1, this::killMaster),
        new Fault("master frozen", 0.6, this::freezeMaster),
        new Fault("failover in order", 1, this::failOver),
        new Fault("Sentinel killed", 0.6, this::killSentinel),
        new Fault("connections killed by Redis", 2, r -> servers.killConnections(redis.servers())),
        new Fault("scripts flushed", 2, r -> servers.flushScripts(redis.servers())));
  }

  private boolean killMaster(RandomGenerator random) throws Exception {
    return troubles.run(
        () -> {
          SitqRedis old = redis.master();
          old.kill();
          try {
            redis.awaitMasterAfter(old);
            OneAtATime.rest(random, Duration.ofSeconds(2));
          } finally {
            old.restart();
          }
          redis.awaitReplicas();
        });
  }

  private boolean freezeMaster(RandomGenerator random) throws Exception {
    return troubles.run(
        () -> {
          SitqRedis old = redis.master();
          ChildProcess.signal("STOP", old.pid());
          try {
            redis.awaitMasterAfter(old);
            OneAtATime.rest(random, Duration.ofSeconds(3));
          } finally {
            ChildProcess.signal("CONT", old.pid());
          }
          redis.awaitReplicas();
        });
  }

  private boolean failOver(RandomGenerator random) throws Exception {
    return troubles.run(
        () -> {
          redis.failOver();
          redis.awaitReplicas();
        });
  }

  private boolean killSentinel(RandomGenerator random) throws Exception {
    return troubles.run(
        () -> {
          SitqRedis sentinel = redis.sentinels().get(random.nextInt(redis.sentinels().size()));
          sentinel.kill();
          OneAtATime.rest(random, Duration.ofSeconds(3));
          sentinel.restart();
        });
  }

  @Override
  public int connections(String clientName) {
    return servers.connections(redis.servers(), clientName);
  }

  @Override
  public void close() {
    servers.close();
    redis.close();
  }
}
