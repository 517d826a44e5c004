package io.sitq.redis.internal;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.util.concurrent.ScheduledFuture;
import io.sitq.ConfigurationException;
import io.sitq.redis.RedisSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A cluster. Its map is asked for every 30 seconds, and at once when a node answers MOVED or ASK,
 * can't be reached, or is not known.
 */
final class ClusterTopology implements Topology {
  private static final Duration REFRESH_PERIOD = Duration.ofSeconds(30);

  /** At most so often for one reason or another. */
  private static final Duration ADAPTIVE_REFRESH_PERIOD = Duration.ofSeconds(1);

  /** How soon a new master is connected, if no command has asked for it. */
  private static final long CONNECT_PERIOD_MILLIS = 1000;

  private static final int RECONNECTS_BEFORE_REFRESH = 2;

  private final RedisClusterClient client;
  private final Duration connectTimeout;
  private final RateLimit refreshes = new RateLimit();
  private final Set<ClusterLink> links = ConcurrentHashMap.newKeySet();
  private final ScheduledFuture<?> connecting;

  ClusterTopology(List<RedisURI> nodes, RedisSettings settings) {
    ClusterClientOptions options =
        LettuceClients.options(ClusterClientOptions.builder(), settings)
            .nodeFilter(node -> !isGone(node))
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder() // with all adaptive triggers
                    .enablePeriodicRefresh(REFRESH_PERIOD)
                    .adaptiveRefreshTriggersTimeout(ADAPTIVE_REFRESH_PERIOD)
                    .refreshTriggersReconnectAttempts(RECONNECTS_BEFORE_REFRESH)
                    .build())
            .build(); // may be refused
    this.connectTimeout = settings.connectTimeout();
    nodes.forEach(node -> node.setTimeout(LettuceClients.handshakeTimeout(settings)));
    this.client =
        RedisClusterClient.create(LettuceClients.resources(new OpenChannels(settings)), nodes);
    client.setOptions(options);
    this.connecting =
        client
            .getResources()
            .eventExecutorGroup()
            .scheduleWithFixedDelay(
                () -> links.forEach(ClusterLink::connectAll), // a thread that may not wait
                CONNECT_PERIOD_MILLIS,
                CONNECT_PERIOD_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  /** A master that was replaced stays on the map until somebody takes it off, or it comes back. */
  private static boolean isGone(RedisClusterNode node) {
    return node.is(RedisClusterNode.NodeFlag.FAIL) && node.hasNoSlots();
  }

  @Override
  public Link connect() {
    requireAllSlots(client.getPartitions());
    ClusterLink link =
        new ClusterLink(client.connect(ByteArrayCodec.INSTANCE), connectTimeout, links::remove);
    links.add(link);
    var unused = link.connectAll();
    return link;
  }

  private static void requireAllSlots(Partitions partitions) {
    List<String> uncovered = new ArrayList<>();
    int from = -1;
    for (int slot = 0; slot <= SlotHash.SLOT_COUNT; slot++) {
      boolean covered = slot == SlotHash.SLOT_COUNT || partitions.getMasterBySlot(slot) != null;
      if (covered && from >= 0) {
        uncovered.add(from == slot - 1 ? "" + from : from + "-" + (slot - 1));
        from = -1;
      } else if (!covered && from < 0) {
        from = slot;
      }
    }
    if (!uncovered.isEmpty()) {
      throw new RedisException(
          "no node of the cluster serves the slots "
              + String.join(", ", uncovered.subList(0, Math.min(10, uncovered.size())))
              + ", so some queues have no place: see redis-cli --cluster check and fix");
    }
  }

  @Override
  public CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub() {
    return client.connectPubSubAsync(ByteArrayCodec.INSTANCE).thenApply(connection -> connection);
  }

  @Override
  public void suspect(Throwable error) {
    boolean likely =
        RedisErrors.isOfReplica(error)
            || RedisErrors.isOfClusterMap(error)
            || RedisErrors.isTimeout(error);
    if (likely && refreshes.permits()) {
      var unused = client.refreshPartitionsAsync();
    }
  }

  @Override
  public RuntimeException explained(RuntimeException error) {
    RedisCommandExecutionException reply = RedisErrors.anyReplyIn(error);
    if (reply == null) {
      return isOfAllNodes(error)
          ? RedisErrors.explanation("none of these nodes answers", error)
          : error;
    }
    if (String.valueOf(reply.getMessage()).contains("cluster support disabled")) {
      return new ConfigurationException(
          "redis uri",
          "must be redis:// or redis-sentinel://, since this server is no node of a cluster",
          "redis-cluster://");
    }
    return reply;
  }

  /** Lettuce has tried each of them, and gives a page of reasons. */
  private static boolean isOfAllNodes(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (String.valueOf(t.getMessage()).startsWith("Cannot retrieve cluster partitions")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String mode() {
    return "cluster";
  }

  @Override
  public void close() {
    connecting.cancel(false);
    LettuceClients.shutdown(client);
  }
}
