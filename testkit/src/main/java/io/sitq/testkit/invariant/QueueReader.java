package io.sitq.testkit.invariant;

import static java.util.stream.Collectors.toSet;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.models.stream.PendingMessage;
import io.sitq.testkit.invariant.Keyspace.QueueKeys;
import io.sitq.testkit.invariant.QueueSnapshot.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a queue, by pages: it may be large. */
final class QueueReader {
  static final String GROUP = "workers";
  private static final int PAGE = 500;

  private final RedisClusterCommands<String, String> redis;
  private final Pipeline pipeline;

  QueueReader(RedisClusterCommands<String, String> redis, Pipeline pipeline) {
    this.redis = redis;
    this.pipeline = pipeline;
  }

  QueueSnapshot read(QueueKeys keys) {
    Set<String> groups = groups(keys);
    boolean hasGroup = groups.contains(GROUP);
    return new QueueSnapshot(
        keys.queue,
        keys.index,
        keys.count,
        ready(keys),
        groups,
        hasGroup ? pending(keys) : Map.of(),
        hasGroup ? consumers(keys) : Set.of(),
        members(keys, "scheduled"),
        members(keys, "dead"),
        fields(keys, "waiting"),
        fields(keys, "counts"),
        tasks(keys));
  }

  private List<Entry> ready(QueueKeys keys) {
    if (!keys.has("ready")) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    paged(
        range -> redis.xrange(keys.key("ready"), range, Limit.from(PAGE)),
        StreamMessage::getId,
        message ->
            entries.add(
                new Entry(
                    message.getId(),
                    message.getBody().get("id"),
                    message.getBody().containsKey("envelope"))));
    return entries;
  }

  private Map<String, String> pending(QueueKeys keys) {
    Map<String, String> owners = new TreeMap<>();
    paged(
        range -> redis.xpending(keys.key("ready"), GROUP, range, Limit.from(PAGE)),
        PendingMessage::getId,
        message -> owners.put(message.getId(), message.getConsumer()));
    return owners;
  }

  private static <M> void paged(
      Function<Range<String>, List<M>> pages, Function<M, String> idOf, Consumer<M> each) {
    Range<String> rest = Range.unbounded();
    while (true) {
      List<M> page = pages.apply(rest);
      page.forEach(each);
      if (page.size() < PAGE) {
        return;
      }
      rest = Range.from(Boundary.excluding(idOf.apply(page.get(PAGE - 1))), Boundary.unbounded());
    }
  }

  private Set<String> groups(QueueKeys keys) {
    return keys.has("ready") ? names(redis.xinfoGroups(keys.key("ready"))) : Set.of();
  }

  private Set<String> consumers(QueueKeys keys) {
    return names(redis.xinfoConsumers(keys.key("ready"), GROUP));
  }

  /** Of each item of an XINFO reply, a flat list of fields and values, the name. */
  private static Set<String> names(List<Object> reply) {
    return reply.stream()
        .map(item -> (List<?>) item)
        .map(fields -> String.valueOf(fields.get(fields.indexOf("name") + 1)))
        .collect(toSet());
  }

  private Set<String> members(QueueKeys keys, String part) {
    return keys.has(part) ? new HashSet<>(redis.zrange(keys.key(part), 0, -1)) : Set.of();
  }

  private Map<String, String> fields(QueueKeys keys, String part) {
    return keys.has(part) ? new TreeMap<>(redis.hgetall(keys.key(part))) : Map.of();
  }

  private Map<String, TaskHash> tasks(QueueKeys keys) {
    Map<String, TaskHash> tasks = new TreeMap<>();
    pipeline
        .each(keys.tasks, (commands, id) -> commands.hkeys(keys.task(id)))
        .forEach(
            (id, fields) -> tasks.put(id, new TaskHash(Set.copyOf(fields), null, null, null, -1)));
    pipeline
        .each(
            keys.tasks, (commands, id) -> commands.hmget(keys.task(id), "entry", "status", "facts"))
        .forEach((id, values) -> tasks.computeIfPresent(id, (key, hash) -> filled(hash, values)));
    pipeline
        .each(keys.tasks, (commands, id) -> commands.pttl(keys.task(id)))
        .forEach((id, ttl) -> tasks.computeIfPresent(id, (key, hash) -> withTtl(hash, ttl)));
    return tasks;
  }

  private static TaskHash filled(TaskHash hash, List<KeyValue<String, String>> values) {
    return new TaskHash(
        hash.fields(),
        values.get(0).getValueOrElse(null),
        values.get(1).getValueOrElse(null),
        values.get(2).getValueOrElse(null),
        -1);
  }

  /** Null if it has expired meanwhile, and what was read of it before may be of no worth. */
  private static @Nullable TaskHash withTtl(TaskHash hash, long ttl) {
    return ttl == -2
        ? null
        : new TaskHash(hash.fields(), hash.entry(), hash.status(), hash.facts(), ttl);
  }
}
