package io.sitq.testkit.invariant;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.sitq.testkit.invariant.Keyspace.QueueKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks the invariants of the Redis protocol over the whole keyspace of a namespace: after a test,
 * when nobody writes any more.
 *
 * <ul>
 *   <li>no key but the documented ones, each of its type;
 *   <li>no task is live and ended at once, and each live one stands in one place: in the entry that
 *       its hash names, or in the scheduled set with its envelope in its hash;
 *   <li>the pending list names no entry that is gone, and the stream has no foreign group;
 *   <li>a result is well-formed and has a TTL, a live task has none, and every failed task is
 *       listed as dead, unless the list is full; a dead letter is a failed task or has expired;
 *   <li>nobody waits for a task that has ended or is not there;
 *   <li>queues with tasks are registered, workers have a TTL;
 *   <li>each task stands in the partition of its queue that its id belongs to, and in no other one;
 *       a queue has the partitions that are recorded, and of earlier ones only results are left;
 *   <li>{@link #counted}: the totals are those of the results;
 *   <li>{@link #drained}: nothing is live, nobody waits, and no consumer is left but those of live
 *       workers;
 *   <li>{@link #ended}: every id that was acknowledged has ended.
 * </ul>
 *
 * <p>Used by one thread.
 */
public final class InvariantChecker {
  private final String uri;
  private final String namespace;
  private final Set<String> acknowledged = new TreeSet<>();
  private boolean drained;
  private boolean counted;

  private InvariantChecker(String uri, String namespace) {
    this.uri = uri;
    this.namespace = namespace;
  }

  /**
   * A checker of a namespace of the Redis at {@code uri}, which may name a server, Sentinels or a
   * cluster as for the backend.
   */
  public static InvariantChecker of(String uri, String namespace) {
    return new InvariantChecker(uri, namespace);
  }

  /** Also requires that nothing is live any more. */
  public InvariantChecker drained() {
    drained = true;
    return this;
  }

  /**
   * Also requires that the counts of successes, failures and cancellations are those of the results
   * that are there, for each task. Not for where results have expired, or dead letters were
   * requeued.
   */
  public InvariantChecker counted() {
    counted = true;
    return this;
  }

  /** Also requires that these tasks have ended; their results must not have expired yet. */
  public InvariantChecker ended(Collection<String> ids) {
    acknowledged.addAll(ids);
    return this;
  }

  /**
   * Everything that is broken, a line each; empty if the invariants hold.
   *
   * @throws io.lettuce.core.RedisException if Redis can't be reached
   */
  public List<String> violations() {
    try (RedisAccess redis = RedisAccess.to(uri)) {
      return violations(redis);
    }
  }

  /**
   * Requires that the invariants hold.
   *
   * @throws AssertionError with a line for each that is broken, the first hundred of them
   */
  public void check() {
    List<String> broken = violations();
    if (!broken.isEmpty()) {
      throw new AssertionError(
          broken.size()
              + " invariants are broken in namespace "
              + namespace
              + ":\n"
              + String.join("\n", broken.subList(0, Math.min(100, broken.size()))));
    }
  }

  private List<String> violations(RedisAccess access) {
    RedisClusterCommands<String, String> redis = access.sync();
    Pipeline pipeline = new Pipeline(access.async());
    Keyspace keyspace = keyspace(redis, pipeline);
    List<String> broken = new ArrayList<>(keyspace.broken());
    Set<String> workers = liveWorkers(keyspace, pipeline, broken);
    Set<String> registered =
        keyspace.hasRegistry() ? redis.smembers(keyspace.registryKey()) : Set.of();
    Map<String, String> recorded =
        keyspace.hasPartitions() ? redis.hgetall(keyspace.partitionsKey()) : Map.of();
    PartitionInvariants partitions = new PartitionInvariants(recorded);
    Set<String> missing = new TreeSet<>(acknowledged);
    QueueReader reader = new QueueReader(redis, pipeline);
    for (QueueKeys keys : keyspace.queues()) {
      Violations found = new Violations(keys.tag);
      QueueSnapshot queue = reader.read(keys);
      QueueInvariants invariants = new QueueInvariants(queue, found);
      invariants.always(registered);
      partitions.check(queue, found);
      if (drained) {
        invariants.drained(workers);
      }
      if (counted) {
        invariants.counted();
      }
      broken.addAll(found.lines());
      missing.removeIf(id -> queue.hasEnded(id));
    }
    missing.forEach(id -> broken.add("task " + id + " was acknowledged and has not ended"));
    return broken;
  }

  private Keyspace keyspace(RedisClusterCommands<String, String> redis, Pipeline pipeline) {
    Set<String> keys = new TreeSet<>(); // a scan may name a key twice
    ScanIterator.scan(redis, ScanArgs.Builder.matches(namespace + ":*").limit(10_000))
        .forEachRemaining(keys::add);
    Keyspace keyspace = new Keyspace(namespace);
    pipeline
        .each(keys, (commands, key) -> commands.type(key))
        .forEach(
            (key, type) -> {
              if (!type.equals("none")) { // expired meanwhile
                keyspace.add(key, type);
              }
            });
    return keyspace;
  }

  private static Set<String> liveWorkers(
      Keyspace keyspace, Pipeline pipeline, List<String> broken) {
    Set<String> live = new TreeSet<>();
    pipeline
        .each(keyspace.workers(), (commands, id) -> commands.pttl(keyspace.workerKey(id)))
        .forEach(
            (id, ttlMillis) -> {
              if (ttlMillis == -1) {
                broken.add("worker " + id + " has no TTL");
              }
              if (ttlMillis != -2) {
                live.add(id);
              }
            });
    return live;
  }
}
