package io.sitq.it.chaos;

import io.sitq.testkit.SitqCluster;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SlotMove;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Three masters with a replica each. What a failover takes with it is lost. */
final class ClusterRedis implements RedisUnderTest {
  private static final List<String> KEYS =
      List.of("chaos:{" + Fleet.MIXED + "}:ready", "chaos:{" + Fleet.CALM + "}:ready");

  /** Commands, leases and one reader, each with one for what has no key; and notifications. */
  private static final int MOST_AT_A_NODE = 7;

  private final SitqCluster redis = SitqCluster.start();
  private final ServerCommands servers = new ServerCommands();
  private final OneAtATime troubles = new OneAtATime();

  @Override
  public String uri() {
    return redis.uri();
  }

  @Override
  public Link link(String clientName) {
    return new Link(redis.uri() + "?clientName=" + clientName, null);
  }

  @Override
  public boolean keepsEveryWrite() {
    return false;
  }

  @Override
  public List<Fault> faults() {
    return List.of(
        new Fault("node killed", 1, this::killMaster),
        new Fault("node frozen", 0.6, this::freezeMaster),
        new Fault("slot moved", 1.5, this::moveSlot),
        new Fault("connections killed by Redis", 2, r -> servers.killConnections(redis.nodes())),
        new Fault("scripts flushed", 2, r -> servers.flushScripts(redis.nodes())));
  }

  private static String key(RandomGenerator random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private boolean killMaster(RandomGenerator random) throws Exception {
    return troubles.run(
        () -> {
          String key = key(random);
          SitqRedis old = redis.masterOf(key);
          old.kill();
          try {
            redis.awaitMasterAfter(old, key);
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
          String key = key(random);
          SitqRedis old = redis.masterOf(key);
          ChildProcess.signal("STOP", old.pid());
          try {
            redis.awaitMasterAfter(old, key);
            OneAtATime.rest(random, Duration.ofSeconds(3));
          } finally {
            ChildProcess.signal("CONT", old.pid());
          }
          redis.awaitReplicas();
        });
  }

  /** To a master that has none of the queues, or the other one. */
  private boolean moveSlot(RandomGenerator random) throws Exception {
    return troubles.run(
        () -> {
          String key = key(random);
          SitqRedis from = redis.masterOf(key);
          List<SitqRedis> others =
              redis.masters().stream().filter(master -> master != from).toList();
          SlotMove move = redis.beginMove(key, others.get(random.nextInt(others.size())));
          while (move.moveKeys(1 + random.nextInt(200)) > 0) {
            OneAtATime.rest(random, Duration.ofMillis(5));
          }
          move.finish();
        });
  }

  /**
   * At one node, and as many as a worker of one queue may have there: which of them it has depends
   * on who was master when.
   */
  @Override
  public int connections(String clientName) {
    int most = servers.mostConnections(redis.nodes(), clientName);
    return most == 0 ? 0 : Math.max(most, MOST_AT_A_NODE);
  }

  @Override
  public void close() {
    servers.close();
    redis.close();
  }
}
