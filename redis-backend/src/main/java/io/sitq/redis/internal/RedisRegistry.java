package io.sitq.redis.internal;

import io.sitq.spi.WorkerInfo;
import io.sitq.spi.WorkerRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A hash with a TTL for each live worker: {@code host}, {@code pid}, {@code started_ms}, {@code
 * queues}.
 */
final class RedisRegistry implements WorkerRegistry {
  private final RedisContext context;
  private final QueueDirectory directory;

  RedisRegistry(RedisContext context, QueueDirectory directory) {
    this.context = context;
    this.directory = directory;
  }

  @Override
  public CompletionStage<Void> announce(WorkerInfo worker, Duration ttl) {
    String queues =
        worker.queues().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(queue -> queue.getKey() + "=" + queue.getValue())
            .collect(Collectors.joining(" "));
    CompletionStage<?> listed = CompletableFuture.completedStage(null);
    for (String queue : worker.queues().keySet()) {
      if (!directory.isListed(queue)) {
        listed = listed.thenCombine(directory.list(queue), (a, b) -> null);
      }
    }
    return listed
        .thenCombine(
            context
                .scripts()
                .run(
                    Script.ANNOUNCE,
                    new byte[][] {context.keys().worker(worker.id())},
                    Bytes.of(ttl.toMillis()),
                    Bytes.of("host"),
                    Bytes.of(worker.host()),
                    Bytes.of("pid"),
                    Bytes.of(worker.pid()),
                    Bytes.of("started_ms"),
                    Bytes.of(worker.startedAt().toEpochMilli()),
                    Bytes.of("queues"),
                    Bytes.of(queues)),
            (a, b) -> (Void) null)
        .exceptionallyCompose(
            error -> CompletableFuture.failedStage(context.errors().translate("announce", error)));
  }

  @Override
  public CompletionStage<Void> withdraw(String workerId) {
    return context
        .commands()
        .del(context.keys().worker(workerId))
        .<Void>thenApply(gone -> null)
        .exceptionallyCompose(
            error -> CompletableFuture.failedStage(context.errors().translate("withdraw", error)));
  }

  /** The worker of a hash; null if it has expired or is none. */
  static @Nullable WorkerInfo parse(String id, Map<byte[], byte[]> hash) {
    Map<String, String> fields = new LinkedHashMap<>();
    hash.forEach((field, value) -> fields.put(Bytes.text(field), Bytes.text(value)));
    try {
      return new WorkerInfo(
          id,
          fields.getOrDefault("host", ""),
          Long.parseLong(fields.getOrDefault("pid", "")),
          Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault("started_ms", ""))),
          Arrays.stream(fields.getOrDefault("queues", "").split(" "))
              .map(word -> word.split("=", 2))
              .collect(Collectors.toMap(word -> word[0], word -> Integer.valueOf(word[1]))));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return null;
    }
  }
}
