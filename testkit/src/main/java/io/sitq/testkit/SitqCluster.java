package io.sitq.testkit;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.models.role.RedisMasterInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Redis Cluster of processes of this machine, for tests of what happens when a node fails and
 * when a slot moves.
 *
 * <pre>{@code
 * try (SitqCluster redis = SitqCluster.start()) {
 *   String uri = redis.uri();                            // redis-cluster://127.0.0.1:21234,...
 *   redis.masterOf("sitq:{mail}:ready").kill();          // its replica takes over
 *   redis.moveSlot("sitq:{mail}:ready", redis.masterOf("sitq:{default}:ready"));
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class SitqCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SetUpSettings settings;
  private final List<SitqRedis> nodes = new ArrayList<>();
  private final ServerTalk talk = new ServerTalk();

  private SitqCluster(SetUpSettings settings) {
    this.settings = settings;
  }

  /**
   * Three masters with a replica each, which replaces a master after two seconds of silence.
   *
   * @throws IllegalStateException if this machine has no Redis, or they don't get ready
   */
  public static SitqCluster start() {
    return builder().start();
  }

  /** For other than default settings. */
  public static SitqClusterBuilder builder() {
    return new SitqClusterBuilder();
  }

  static SitqCluster start(
      SetUpSettings settings, int masters, int replicas, int coveredSlots, Duration nodeTimeout) {
    SitqCluster made = new SitqCluster(settings);
    try {
      made.startNodes(masters * (1 + replicas), nodeTimeout);
      made.giveSlots(masters, coveredSlots);
      made.meet();
      made.attachReplicas(masters);
      made.awaitReady(coveredSlots == SlotHash.SLOT_COUNT);
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  private void startNodes(int count, Duration nodeTimeout) {
    for (int i = 0; i < count; i++) {
      nodes.add(
          settings
              .node()
              .config("cluster-node-timeout", String.valueOf(nodeTimeout.toMillis()))
              .start());
    }
  }

  private void giveSlots(int masters, int slots) {
    for (int i = 0; i < masters; i++) {
      int from = slots * i / masters;
      int to = slots * (i + 1) / masters;
      int epoch = i + 1;
      var unused =
          talk.ask(
              nodes.get(i),
              c -> {
                var unusedReply = c.clusterSetConfigEpoch(epoch);
                return c.clusterAddSlots(IntStream.range(from, to).toArray());
              });
    }
  }

  private void meet() {
    int first = nodes.get(0).mainPort();
    for (SitqRedis node : nodes.subList(1, nodes.size())) {
      var unused = talk.ask(node, c -> c.clusterMeet("127.0.0.1", first));
    }
    ServerTalk.await(
        "all nodes know each other",
        PATIENCE,
        () -> nodes.stream().allMatch(node -> map(node).size() == nodes.size()));
  }

  private void attachReplicas(int masters) {
    for (int i = masters; i < nodes.size(); i++) {
      SitqRedis replica = nodes.get(i);
      String master = id(nodes.get(i % masters));
      ServerTalk.await(
          "a node knows its master",
          PATIENCE,
          () -> "OK".equals(talk.ask(replica, c -> c.clusterReplicate(master))));
    }
  }

  private void awaitReady(boolean isCovered) {
    ServerTalk.await(
        "the cluster is ready",
        PATIENCE,
        () ->
            nodes.stream()
                .allMatch(
                    node ->
                        !isCovered
                            || talk.ask(node, c -> c.clusterInfo()).contains("cluster_state:ok")));
    awaitReplicas();
  }

  private String id(SitqRedis node) {
    return talk.ask(node, c -> c.clusterMyId());
  }

  private Partitions map(SitqRedis node) {
    String lines = talk.ask(node, c -> c.clusterNodes());
    return ClusterPartitionParser.parse(lines);
  }

  /** {@code redis-cluster://127.0.0.1:21234,...}, with the password there is. */
  public String uri() {
    return settings.scheme()
        + "-cluster://"
        + settings.credentials()
        + nodes.stream()
            .map(node -> "127.0.0.1:" + node.mainPort())
            .collect(Collectors.joining(","));
  }

  /** A namespace that nobody else uses. */
  public String newNamespace() {
    return nodes.get(0).newNamespace();
  }

  /** All nodes, dead ones too, in the order of their start: first those that began as masters. */
  public List<SitqRedis> nodes() {
    return List.copyOf(nodes);
  }

  /**
   * The node that serves the slot of a key, as the first node sees it that answers.
   *
   * @throws IllegalStateException if none serves it
   */
  public SitqRedis masterOf(String key) {
    int slot = SlotHash.getSlot(key);
    String lines = talk.askAny(nodes, c -> c.clusterNodes());
    RedisClusterNode master = ClusterPartitionParser.parse(lines).getMasterBySlot(slot);
    if (master == null) {
      throw new IllegalStateException("no node serves slot " + slot);
    }
    return nodes.stream()
        .filter(node -> ServerTalk.portOf(node) == master.getUri().getPort())
        .findFirst()
        .orElseThrow();
  }

  /** Those that serve slots, as the first node sees it that answers. */
  public List<SitqRedis> masters() {
    String lines = talk.askAny(nodes, c -> c.clusterNodes());
    Partitions map = ClusterPartitionParser.parse(lines);
    return nodes.stream()
        .filter(
            node ->
                map.stream()
                    .anyMatch(
                        known ->
                            known.getUri().getPort() == ServerTalk.portOf(node)
                                && !known.hasNoSlots()))
        .toList();
  }

  /**
   * Returns when another node serves the slot of a key, and all nodes that answer know it.
   *
   * @throws IllegalStateException if that does not happen
   */
  public void awaitMasterAfter(SitqRedis before, String key) {
    int slot = SlotHash.getSlot(key);
    int port = ServerTalk.portOf(before);
    ServerTalk.await(
        "another master of slot " + slot,
        PATIENCE,
        () ->
            nodes.stream()
                .filter(node -> node != before)
                .map(this::map)
                .map(map -> map.getMasterBySlot(slot))
                .allMatch(master -> master != null && master.getUri().getPort() != port));
  }

  /**
   * Returns when every replica has what its master has, and all nodes agree who serves what. One
   * that was killed has to be restarted before.
   *
   * @throws IllegalStateException if that does not happen
   */
  public void awaitReplicas() {
    Map<SitqRedis, Long> offsets = new HashMap<>();
    ServerTalk.await(
        "all replicas have what their masters have",
        PATIENCE,
        () -> nodes.stream().map(this::served).distinct().count() == 1 && areInStep(offsets));
  }

  /**
   * Whether all replicas have confirmed what their masters had when they were first looked at: the
   * offsets, which this writes down.
   */
  private boolean areInStep(Map<SitqRedis, Long> offsets) {
    int replicas = 0;
    long confirmed = 0;
    for (SitqRedis node : nodes) {
      if (talk.roleOf(node) instanceof RedisMasterInstance master) {
        long offset = offsets.computeIfAbsent(node, n -> master.getReplicationOffset());
        confirmed +=
            master.getReplicas().stream()
                .filter(replica -> replica.getReplicationOffset() >= offset)
                .count();
      } else {
        replicas++;
      }
    }
    return confirmed == replicas;
  }

  /** Who serves which slots, as a node sees it; a master that was replaced hears of it late. */
  private List<String> served(SitqRedis node) {
    return map(node).stream()
        .filter(known -> !known.hasNoSlots())
        .map(known -> known.getNodeId() + known.getSlots())
        .sorted()
        .toList();
  }

  /** Begins to move the slot of a key to another node; it moves as the result is told to. */
  public SlotMove beginMove(String key, SitqRedis to) {
    return SlotMove.begin(
        talk, nodes, settings.password(), SlotHash.getSlot(key), masterOf(key), to);
  }

  /**
   * Moves the slot of a key to another node, with all keys in it.
   *
   * @throws io.lettuce.core.RedisException if a node refuses
   */
  public void moveSlot(String key, SitqRedis to) {
    SlotMove move = beginMove(key, to);
    int moved;
    do {
      moved = move.moveKeys(100);
    } while (moved > 0);
    move.finish();
  }

  /** Stops all of them and deletes their data. Closing twice is harmless. */
  @Override
  public void close() {
    nodes.forEach(SitqRedis::close);
    talk.close();
  }

  /** The set-up, without passwords. */
  @Override
  public String toString() {
    return "SitqCluster[" + nodes.size() + " nodes]";
  }
}
