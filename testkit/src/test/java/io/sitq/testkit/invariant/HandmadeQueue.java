package io.sitq.testkit.invariant;

import io.lettuce.core.Consumer;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;

/** Writes the keys of a queue by hand, as the scripts of sitq-redis do. */
final class HandmadeQueue {
  static final long TTL_MILLIS = 600_000;
  static final String FACTS = "mail 1 0 worker-1 1767225600000 5 12 ";

  private final RedisCommands<String, String> redis;
  private final String namespace;
  private final String queue;

  HandmadeQueue(RedisCommands<String, String> redis, String namespace, String queue) {
    this.redis = redis;
    this.namespace = namespace;
    this.queue = queue;
    redis.sadd(namespace + ":queues", queue);
    redis.xgroupCreate(
        StreamOffset.from(key("ready"), "0"), "workers", XGroupCreateArgs.Builder.mkstream());
  }

  String key(String part) {
    return namespace + ":{" + queue + "}:" + part;
  }

  String id(String localId) {
    return queue + ":" + localId;
  }

  String taskKey(String localId) {
    return key("task:" + id(localId));
  }

  /** As enqueue.lua; returns the entry. */
  String ready(String localId) {
    String entry = entry(localId);
    redis.hset(taskKey(localId), "entry", entry);
    return entry;
  }

  String entry(String localId) {
    return redis.xadd(key("ready"), Map.of("id", id(localId), "task", "mail", "envelope", "e"));
  }

  /** As schedule.lua. */
  void scheduled(String localId) {
    redis.hset(
        taskKey(localId),
        Map.of("entry", "-", "task", "mail", "envelope", "e", "attempt", "1", "crashes", "0"));
    redis.zadd(key("scheduled"), 1767225600000.0, id(localId));
  }

  /** As a retry in settle.lua. */
  void retried(String localId) {
    scheduled(localId);
    redis.hset(
        taskKey(localId),
        Map.of(
            "entry",
            "-1-1",
            "attempt",
            "2",
            "handbacks",
            "0",
            "errors",
            "1 5 java.E no",
            "error",
            "no",
            "error_type",
            "java.E",
            "error_supertypes",
            "",
            "traceback",
            "java.E"));
  }

  /** Delivers what is ready. */
  @SuppressWarnings("unchecked") // Lettuce's varargs of a generic type
  void fetchedBy(String worker) {
    redis.xreadgroup(Consumer.from("workers", worker), StreamOffset.lastConsumed(key("ready")));
  }

  /** As settle.lua. */
  void succeeded(String localId) {
    redis.hset(
        taskKey(localId),
        Map.of("entry", "1-1", "status", "success", "value", "v", "facts", FACTS + "kryo"));
    redis.pexpire(taskKey(localId), TTL_MILLIS);
    redis.hincrby(key("counts"), "mail:success", 1);
  }

  /** As settle.lua. */
  void failed(String localId) {
    redis.hset(
        taskKey(localId),
        Map.of(
            "entry",
            "1-2",
            "status",
            "failed",
            "error",
            "no",
            "error_type",
            "java.E",
            "error_supertypes",
            "",
            "traceback",
            "java.E",
            "facts",
            FACTS + "-",
            "envelope",
            "e",
            "task",
            "mail"));
    redis.pexpire(taskKey(localId), TTL_MILLIS);
    redis.zadd(key("dead"), 1767225600000.0, id(localId));
    redis.hincrby(key("counts"), "mail:failed", 1);
  }

  /** As settle.lua. */
  void cancelled(String localId) {
    redis.hset(
        taskKey(localId), Map.of("entry", "1-3", "status", "cancelled", "facts", FACTS + "-"));
    redis.pexpire(taskKey(localId), TTL_MILLIS);
    redis.hincrby(key("counts"), "mail:cancelled", 1);
  }

  /** Acknowledges and deletes an entry, as settle.lua does last. */
  void acknowledged(String entry) {
    redis.xack(key("ready"), "workers", entry);
    redis.xdel(key("ready"), entry);
  }

  /** As await.lua. */
  void awaited(String localId) {
    redis.hset(key("waiting"), id(localId), namespace + ":reply:a " + namespace + ":reply:b");
  }

  /** As announce.lua. */
  void worker(String worker) {
    String key = namespace + ":worker:" + worker;
    redis.hset(key, Map.of("host", "h", "pid", "1", "started_ms", "5", "queues", queue + "=1"));
    redis.pexpire(key, TTL_MILLIS);
  }
}
