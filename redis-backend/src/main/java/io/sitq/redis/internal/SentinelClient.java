package io.sitq.redis.internal;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Finds the master by {@link Sentinels} each time that a connection is made or made again. Lettuce
 * itself asks the Sentinels in the order of the URI, and goes to the second when the connection to
 * the first has failed: not when that one hangs.
 */
final class SentinelClient extends RedisClient {
  private final Sentinels sentinels;

  /** {@code limit} is how long an answer of a Sentinel may take, with the connection. */
  SentinelClient(ClientResources resources, RedisURI uri, Duration limit) {
    super(resources, uri);
    uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(limit)); // theirs are a minute
    this.sentinels = new Sentinels(this, uri, limit);
  }

  Sentinels sentinels() {
    return sentinels;
  }

  @Override
  protected Mono<SocketAddress> getSocketAddress(RedisURI uri) {
    return uri.getSentinels().isEmpty()
        ? super.getSocketAddress(uri)
        : Mono.fromCompletionStage(sentinels::master).map(answer -> resolved(answer.value()));
  }

  private SocketAddress resolved(SocketAddress master) {
    return master instanceof InetSocketAddress address
        ? getResources()
            .socketAddressResolver()
            .resolve(RedisURI.create(address.getHostString(), address.getPort()))
        : master;
  }
}
