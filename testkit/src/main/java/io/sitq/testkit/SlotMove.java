package io.sitq.testkit;

import io.lettuce.core.MigrateArgs;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A slot of a {@link SitqCluster} on its way from one node to another. Until {@link #finish} the
 * first node answers ASK for keys that it has no more. Used by one thread.
 */
public final class SlotMove {
  private static final long TIMEOUT_MILLIS = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ServerTalk talk;
  private final List<SitqRedis> nodes;
  private final @Nullable String password;
  private final int slot;
  private final SitqRedis from;
  private final SitqRedis to;
  private final String toId;

  private SlotMove(
      ServerTalk talk,
      List<SitqRedis> nodes,
      @Nullable String password,
      int slot,
      SitqRedis from,
      SitqRedis to) {
    this.talk = talk;
    this.nodes = nodes;
    this.password = password;
    this.slot = slot;
    this.from = from;
    this.to = to;
    this.toId = talk.ask(to, c -> c.clusterMyId());
  }

  static SlotMove begin(
      ServerTalk talk,
      List<SitqRedis> nodes,
      @Nullable String password,
      int slot,
      SitqRedis from,
      SitqRedis to) {
    SlotMove move = new SlotMove(talk, nodes, password, slot, from, to);
    String fromId = talk.ask(from, c -> c.clusterMyId());
    var unused = talk.ask(to, c -> c.clusterSetSlotImporting(slot, fromId));
    unused = talk.ask(from, c -> c.clusterSetSlotMigrating(slot, move.toId));
    return move;
  }

  /**
   * Moves some of the keys that are left.
   *
   * @param most how many
   * @return how many it were
   * @throws RedisException if a node refuses
   */
  public int moveKeys(int most) {
    List<String> keys = talk.ask(from, c -> c.clusterGetKeysInSlot(slot, most));
    if (!keys.isEmpty()) {
      moveKeys(keys);
    }
    return keys.size();
  }

  /**
   * Moves these keys, which must be of the slot; those that are not there are passed over.
   *
   * @throws RedisException if a node refuses
   */
  public void moveKeys(List<String> keys) {
    MigrateArgs<String> args = MigrateArgs.Builder.keys(keys);
    if (password != null) {
      args.auth(password);
    }
    var unused =
        talk.ask(from, c -> c.migrate("127.0.0.1", to.mainPort(), 0, TIMEOUT_MILLIS, args));
  }

  /**
   * Tells all nodes that the slot is the other node's now; no key may be left. Returns when all
   * that answer know it: of a master that dies before its replica knows, nobody gets the slot.
   *
   * @throws RedisException if one of the two nodes refuses
   * @throws IllegalStateException if a node does not hear of it
   */
  public void finish() {
    var unused = talk.ask(to, c -> c.clusterSetSlotNode(slot, toId));
    unused = talk.ask(from, c -> c.clusterSetSlotNode(slot, toId));
    for (SitqRedis node : nodes) {
      try {
        unused = talk.ask(node, c -> c.clusterSetSlotNode(slot, toId));
      } catch (RedisException replicaOrDead) {
        // which hears it from the others
      }
    }
    ServerTalk.await(
        "all nodes know of the move of slot " + slot,
        PATIENCE,
        () -> nodes.stream().allMatch(this::knowsOrIsDead));
  }

  private boolean knowsOrIsDead(SitqRedis node) {
    String map;
    try {
      map = talk.ask(node, c -> c.clusterNodes());
    } catch (RedisException dead) {
      return true;
    }
    RedisClusterNode master = ClusterPartitionParser.parse(map).getMasterBySlot(slot);
    return master != null && master.getNodeId().equals(toId);
  }
}
