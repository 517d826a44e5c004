package io.sitq.redis.internal;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.sitq.redis.RedisSettings;
import java.util.concurrent.CompletionStage;

/**
 * One server. Behind its name may stand others: when it says that it is a replica, the connections
 * are made again, and so the name is resolved again.
 */
final class SingleTopology implements Topology {
  private final RedisURI uri;
  private final OpenChannels channels;
  private final RedisClient client;
  private final RateLimit resets = new RateLimit();

  SingleTopology(RedisURI uri, RedisSettings settings) {
    ClientOptions options =
        LettuceClients.options(ClientOptions.builder(), settings).build(); // may be refused
    this.uri = uri;
    this.channels = new OpenChannels(settings);
    uri.setTimeout(LettuceClients.handshakeTimeout(settings));
    this.client = RedisClient.create(LettuceClients.resources(channels), uri);
    client.setOptions(options);
  }

  /** With a client that finds the server in a way of its own. */
  SingleTopology(RedisURI uri, OpenChannels channels, RedisClient client) {
    this.uri = uri;
    this.channels = channels;
    this.client = client;
  }

  @Override
  public Link connect() {
    return new SingleLink(client.connect(ByteArrayCodec.INSTANCE));
  }

  @Override
  public CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub() {
    return client.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri);
  }

  @Override
  public void suspect(Throwable error) {
    if (RedisErrors.isOfReplica(error) && resets.permits()) {
      channels.close(end -> true);
    }
  }

  @Override
  public RuntimeException explained(RuntimeException error) {
    return error;
  }

  @Override
  public String mode() {
    return "standalone";
  }

  @Override
  public void close() {
    LettuceClients.shutdown(client);
  }
}
