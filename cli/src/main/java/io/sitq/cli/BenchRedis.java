package io.sitq.cli;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.sitq.redis.RedisSettings;
import io.sitq.redis.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/**
 * Looks at Redis past sitq, on a connection of its own: what a benchmark says of itself is no
 * measurement. Used by one thread at a time.
 */
final class BenchRedis implements AutoCloseable {
  private static final int PAGE = 1000;
  private static final long LOOK_EVERY_NANOS = 1_000_000;
  private static final long MEMORY_EVERY_NANOS = 100_000_000;
  private static final long MEMORY_NOISE_BYTES = 2048;
  private static final int LOOKS_AT_REST = 5;
  private static final int MOST_LOOKS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final String namespace;
  private final String ready;
  private final String counts;

  /** Looks at the server and the namespace of the settings. */
  BenchRedis(RedisSettings settings, String queue) {
    this.client = client(settings);
    this.connection = client.connect();
    this.namespace = settings.namespace();
    this.ready = namespace + ":{" + queue + "}:ready";
    this.counts = namespace + ":{" + queue + "}:counts";
  }

  private static RedisClient client(RedisSettings settings) {
    RedisClient client = RedisClient.create(settings.uri());
    TlsSettings tls = settings.tls();
    SslOptions.Builder options = SslOptions.builder().jdkSslProvider();
    tls.trusted().ifPresent(pem -> options.trustManager(pem.toFile()));
    Path certificate = tls.certificate().orElse(null);
    Path key = tls.key().orElse(null);
    if (certificate != null && key != null) {
      options.keyManager(certificate.toFile(), key.toFile(), null);
    }
    client.setOptions(ClientOptions.builder().sslOptions(options.build()).build());
    return client;
  }

  /** Bytes that the server has allocated. */
  long usedMemory() {
    return info("used_memory");
  }

  /**
   * The same once it has come to rest: after a lot was deleted the server gives the memory of its
   * tables back little by little. Under other load that never comes, then after some seconds.
   */
  long restingMemory() {
    long last = usedMemory();
    int still = 0;
    for (int looks = 0; looks < MOST_LOOKS && still < LOOKS_AT_REST; looks++) {
      LockSupport.parkNanos(MEMORY_EVERY_NANOS);
      long now = usedMemory();
      still = Math.abs(now - last) < MEMORY_NOISE_BYTES ? still + 1 : 0;
      last = now;
    }
    return last;
  }

  /** Tasks that have not ended: an entry goes when its result comes. */
  long waiting() {
    return redis().xlen(ready);
  }

  /** Tasks that have succeeded since the namespace was cleared. */
  long succeeded() {
    String count = redis().hget(counts, BenchDivide.NAME + ":success");
    return count == null ? 0 : Long.parseLong(count);
  }

  /**
   * Looks every millisecond until as many tasks are left as is wanted; says how many it were.
   *
   * @throws IllegalStateException if none ends for half a minute
   */
  long awaitWaiting(LongPredicate enough) {
    long last = -1;
    long sinceNanos = System.nanoTime();
    while (true) {
      long waiting = waiting();
      if (enough.test(waiting)) {
        return waiting;
      }
      if (waiting != last) {
        last = waiting;
        sinceNanos = System.nanoTime();
      } else if (System.nanoTime() - sinceNanos > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "no task has ended for " + Durations.format(PATIENCE) + ", " + waiting + " are left");
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  /** Deletes every key of the namespace, and returns when their memory is free. */
  void clear() {
    List<String> page = new ArrayList<>(PAGE);
    ScanIterator<String> keys =
        ScanIterator.scan(redis(), ScanArgs.Builder.matches(namespace + ":*").limit(PAGE));
    while (keys.hasNext()) {
      page.add(keys.next());
      if (page.size() == PAGE || !keys.hasNext()) {
        redis().unlink(page.toArray(String[]::new));
        page.clear();
      }
    }
    while (info("lazyfree_pending_objects") > 0) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  private long info(String field) {
    return redis()
        .info("memory")
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(field.length() + 1).strip()))
        .findFirst()
        .orElse(0);
  }

  private RedisCommands<String, String> redis() {
    return connection.sync();
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
