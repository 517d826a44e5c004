package io.sitq.redis.internal;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.sitq.redis.RedisSettings;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * The master that Sentinels tell. A connection that breaks asks them when it is made again; a
 * {@link MasterWatch} finds those that do not break, as to a frozen host.
 */
final class SentinelTopology implements Topology {
  private final RedisURI uri;
  private final SingleTopology master;
  private final MasterWatch watch;

  SentinelTopology(RedisURI uri, RedisSettings settings) {
    this.uri = uri;
    this.master = new SingleTopology(uri, settings);
    this.watch = new MasterWatch(master.client(), uri, master.channels());
  }

  @Override
  public Link connect() {
    Link link = master.connect();
    watch.start();
    return link;
  }

  @Override
  public CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub() {
    return master.connectPubSub();
  }

  @Override
  public void suspect(Throwable error) {
    if (RedisErrors.isOfReplica(error) || RedisErrors.isTimeout(error)) {
      watch.askNow();
    }
  }

  @Override
  public RuntimeException explained(RuntimeException error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      String message = String.valueOf(t.getMessage());
      if (message.startsWith("Cannot provide redisAddress using sentinel")) {
        return RedisErrors.explanation(
            "the Sentinels know no master '"
                + uri.getSentinelMasterId()
                + "' but "
                + watch.knownMasters()
                + ": the name after # in the URI must be one of them",
            error);
      }
      if (message.startsWith("Cannot connect to a Redis Sentinel")) {
        RedisException reply = RedisErrors.anyReplyIn(error);
        if (reply != null) {
          return reply;
        }
        return RedisErrors.explanation(
            "none of the Sentinels can be reached: "
                + uri.getSentinels().stream()
                    .map(sentinel -> sentinel.getHost() + ":" + sentinel.getPort())
                    .collect(Collectors.joining(", ")),
            error);
      }
    }
    return error;
  }

  @Override
  public String mode() {
    return master.mode();
  }

  @Override
  public void close() {
    watch.close();
    master.close();
  }
}
