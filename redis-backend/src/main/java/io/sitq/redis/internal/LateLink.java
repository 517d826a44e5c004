package io.sitq.redis.internal;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is made when it is first needed, and again if that has failed. It is made on a
 * thread of its own and without a lock: who asks for it may be a thread that Lettuce needs to make
 * it. Thread-safe.
 */
final class LateLink {
  private final Supplier<Link> connect;

  /** Guarded by this. */
  private @Nullable CompletableFuture<Link> link;

  /** {@code connect} may block. */
  LateLink(Supplier<Link> connect) {
    this.connect = connect;
  }

  /** Returns at once. */
  synchronized CompletableFuture<Link> get() {
    if (link == null || link.isCompletedExceptionally()) {
      link = CompletableFuture.supplyAsync(connect, LateLink::start);
    }
    return link;
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "sitq-connect");
    thread.setDaemon(true);
    thread.start();
  }
}
