package io.sitq.redis.internal;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which nothing has come back since something was sent, longer ago than any
 * command may take: the other side is gone without a word, as after a lost route or a crashed host.
 * The client then connects again; without this it would wait for the kernel, a quarter of an hour.
 */
final class SilenceGuard extends ChannelDuplexHandler {
  private final long limitNanos;

  // of the channel's event loop
  private long sentAt;
  private boolean waiting;
  private @Nullable ScheduledFuture<?> check;

  SilenceGuard(long limitNanos) {
    this.limitNanos = limitNanos;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    long every = limitNanos / 4;
    check =
        context
            .executor()
            .scheduleWithFixedDelay(() -> check(context), every, every, TimeUnit.NANOSECONDS);
    super.channelActive(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    if (check != null) {
      check.cancel(false);
    }
    super.channelInactive(context);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (!waiting) {
      waiting = true;
      sentAt = System.nanoTime();
    }
    super.write(context, message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    waiting = false;
    super.channelRead(context, message);
  }

  private void check(ChannelHandlerContext context) {
    if (waiting && System.nanoTime() - sentAt > limitNanos) {
      var unused = context.close();
    }
  }
}
