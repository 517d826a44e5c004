package io.sitq.redis.internal;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sitq.redis.RedisSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * The connections of a client that are open. Each is guarded against silence, and those that lead
 * to a server which has changed its role can be closed; Lettuce then makes them again.
 */
final class OpenChannels implements NettyCustomizer {
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Duration silenceLimit;

  OpenChannels(RedisSettings settings) {
    this.silenceLimit = settings.commandTimeout().plus(Connections.LONGEST_BLOCK);
  }

  @Override
  public void afterChannelInitialized(Channel channel) {
    channel.pipeline().addFirst(new SilenceGuard(silenceLimit.toNanos()));
    channels.add(channel); // leaves by itself when it is closed
  }

  /** Closes those whose other end is one of these. */
  void close(Predicate<InetSocketAddress> ends) {
    var unused =
        channels.close(
            channel ->
                channel.remoteAddress() instanceof InetSocketAddress remote && ends.test(remote));
  }
}
