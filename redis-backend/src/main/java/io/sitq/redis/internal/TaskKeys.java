package io.sitq.redis.internal;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Range;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds hashes of tasks that nothing refers to, so that they can neither end nor expire. */
final class TaskKeys {
  private static final byte[] ENTRY = Bytes.of("entry");
  private static final byte[] STATUS = Bytes.of("status");

  private final Patient patient;

  TaskKeys(Patient patient) {
    this.patient = patient;
  }

  /** Those of the keys. */
  List<String> orphans(List<String> keys) throws MissingRightException {
    List<CompletableFuture<Boolean>> answers =
        keys.stream().map(key -> isOrphan(key).toCompletableFuture()).toList();
    List<String> orphans = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (patient.answer("HMGET", answers.get(i))) {
        orphans.add(keys.get(i));
      }
    }
    return orphans;
  }

  private CompletionStage<Boolean> isOrphan(String key) {
    RedisClusterAsyncCommands<byte[], byte[]> redis = patient.commands();
    byte[] bytes = Bytes.of(key);
    CompletionStage<List<KeyValue<byte[], byte[]>>> fields = redis.hmget(bytes, ENTRY, STATUS);
    CompletionStage<Long> ttl = redis.pttl(bytes);
    return fields
        .thenCombine(ttl, (found, left) -> isOrphan(key, found, left))
        .thenCompose(stage -> stage)
        .exceptionallyCompose(TaskKeys::notOfForeignTypes);
  }

  /** The keys of an earlier layout of a queue are sealed by such a type. */
  private static CompletionStage<Boolean> notOfForeignTypes(Throwable error) {
    String message = String.valueOf(RedisErrors.unwrapped(error).getMessage());
    return RedisErrors.codeOf(message).equals("WRONGTYPE")
        ? CompletableFuture.completedStage(false)
        : CompletableFuture.failedStage(error);
  }

  private CompletionStage<Boolean> isOrphan(
      String key, List<KeyValue<byte[], byte[]>> fields, long ttl) {
    boolean expires = ttl != -1; // -2: gone meanwhile
    if (expires) {
      return CompletableFuture.completedStage(false);
    }
    if (fields.get(0).isEmpty() || fields.get(1).hasValue()) {
      return CompletableFuture.completedStage(true);
    }
    String entry = Bytes.text(fields.get(0).getValue());
    int task = key.indexOf("}:task:");
    String prefix = key.substring(0, task + 2);
    if (entry.startsWith("-")) {
      String id = key.substring(task + "}:task:".length());
      return patient
          .commands()
          .zscore(Bytes.of(prefix + "scheduled"), Bytes.of(id))
          .thenApply(due -> due == null);
    }
    return patient
        .commands()
        .xrange(Bytes.of(prefix + "ready"), Range.create(entry, entry))
        .thenApply(List::isEmpty);
  }
}
