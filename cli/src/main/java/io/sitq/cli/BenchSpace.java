package io.sitq.cli;

import io.sitq.TaskQueue;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.seal.Sealing;
import io.sitq.worker.Worker;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A namespace that nobody else uses, with a producer in it and now and then a worker. Whatever ends
 * the program, nothing of it stays in Redis. Thread-safe as far as {@link #close} goes.
 */
final class BenchSpace implements AutoCloseable {
  static final String QUEUE = "bench";

  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final RedisSettings settings;
  private final Sealing sealing;
  private final int concurrency;
  private final RedisBackend backend;
  private final TaskQueue queue;
  private final BenchRedis redis;
  private @Nullable Worker worker; // guarded by this
  private boolean closed; // guarded by this

  /** Connects; {@code base} says to which server, and what the namespace begins with. */
  BenchSpace(RedisSettings base, Sealing sealing, int concurrency) {
    int suffix = ThreadLocalRandom.current().nextInt();
    this.settings =
        base.namespace(base.namespace() + "-bench-" + HexFormat.of().toHexDigits(suffix));
    this.sealing = sealing;
    this.concurrency = concurrency;
    this.backend = RedisBackend.connect(settings);
    this.queue = TaskQueue.builder(backend).sealing(sealing).build();
    this.redis = new BenchRedis(settings, QUEUE);
  }

  String address() {
    return settings.address();
  }

  String namespace() {
    return settings.namespace();
  }

  TaskQueue queue() {
    return queue;
  }

  BenchRedis redis() {
    return redis;
  }

  /** A worker with connections of its own, not started, at most one at a time. */
  synchronized Worker newWorker() {
    if (closed) {
      throw new IllegalStateException("the benchmark is being stopped");
    }
    worker =
        Worker.on(RedisBackend.connect(settings))
            .sealing(sealing)
            .queue(QUEUE)
            .concurrency(concurrency)
            .drain(DRAIN)
            .handle(BenchDivide.class, BenchDivide::quotient)
            .build();
    return worker;
  }

  /** Stops what runs, and deletes every key. */
  @Override
  public void close() {
    Worker running;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      running = worker;
    }
    if (running != null) {
      running.stopNow();
    }
    queue.close();
    try (redis) {
      redis.clear();
    }
  }
}
