package io.sitq.redis.internal;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.sitq.redis.RedisSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master that Sentinels tell. A connection that breaks asks them when it is made again; a
 * {@link MasterWatch} finds those that do not break, as to a frozen host.
 */
final class SentinelTopology implements Topology {
  private static final Logger log = LoggerFactory.getLogger(SentinelTopology.class);

  private final Sentinels sentinels;
  private final SingleTopology master;
  private final MasterWatch watch;

  SentinelTopology(RedisURI uri, RedisSettings settings) {
    ClientOptions options =
        LettuceClients.options(ClientOptions.builder(), settings).build(); // may be refused
    Duration limit = LettuceClients.handshakeTimeout(settings);
    OpenChannels channels = new OpenChannels(settings);
    uri.setTimeout(limit);
    SentinelClient client = new SentinelClient(LettuceClients.resources(channels), uri, limit);
    client.setOptions(options);
    this.sentinels = client.sentinels();
    this.master = new SingleTopology(uri, channels, client);
    this.watch = new MasterWatch(client, uri, channels);
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
      if (t instanceof Sentinels.UnknownMasterException) {
        return RedisErrors.explanation(
            t.getMessage()
                + " but "
                + knownMasters()
                + ": the name after # in the URI must be one of them",
            error);
      }
    }
    RedisException reply = RedisErrors.anyReplyIn(error);
    return reply == null ? error : reply;
  }

  /** The names of all masters that the Sentinels watch; empty if none answers. */
  private List<String> knownMasters() {
    try {
      return sentinels.masters().join().value().stream()
          .map(watched -> watched.getOrDefault("name", "?"))
          .sorted()
          .toList();
    } catch (RuntimeException e) {
      log.debug("The Sentinels tell no masters", e);
      return List.of();
    }
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
