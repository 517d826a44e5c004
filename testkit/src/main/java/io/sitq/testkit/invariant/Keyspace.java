package io.sitq.testkit.invariant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys of a namespace, sorted by what they are. What has a wrong type is not looked into. */
final class Keyspace {
  private static final String HASH = "hash";
  private static final Map<String, String> TYPES =
      Map.of(
          "ready",
          "stream",
          "scheduled",
          "zset",
          "dead",
          "zset",
          "waiting",
          HASH,
          "counts",
          HASH,
          "recovery",
          HASH);

  /** The tag of a queue: its name, or that of one of several partitions. */
  private static final Pattern TAG = Pattern.compile("([^~]+)(?:~(\\d{1,3})/(\\d{1,3}))?");

  /** What is a string when a partition is sealed, since its queue was spread anew. */
  private static final Set<String> SEALABLE = Set.of("ready", "scheduled");

  private final String namespace;
  private final Pattern ofQueue;
  private final Pattern ofWorker;
  private final Map<String, QueueKeys> queues = new TreeMap<>();
  private final Set<String> workers = new TreeSet<>();
  private final List<String> broken = new ArrayList<>();
  private boolean registry;
  private boolean partitions;

  Keyspace(String namespace) {
    String prefix = Pattern.quote(namespace);
    this.namespace = namespace;
    this.ofQueue =
        Pattern.compile(
            prefix + ":\\{([^}]+)}:(?:(ready|scheduled|dead|waiting|counts|recovery)|task:(.+))");
    this.ofWorker = Pattern.compile(prefix + ":worker:(.+)");
  }

  /** Adds a key, at most once, with what Redis says of its type. */
  void add(String key, String type) {
    Matcher queue = ofQueue.matcher(key);
    Matcher worker = ofWorker.matcher(key);
    if (queue.matches()) {
      String part = queue.group(2);
      if (part != null && SEALABLE.contains(part) && type.equals("string")) {
        return;
      }
      QueueKeys keys = queues.computeIfAbsent(queue.group(1), tag -> queueKeys(tag, key));
      if (isA(part == null ? HASH : TYPES.get(part), key, type)) {
        if (part == null) {
          keys.tasks.add(queue.group(3));
        } else {
          keys.parts.add(part);
        }
      }
    } else if (worker.matches()) {
      if (isA(HASH, key, type)) {
        workers.add(worker.group(1));
      }
    } else if (key.equals(partitionsKey())) {
      partitions = isA(HASH, key, type);
    } else if (key.equals(registryKey())) {
      registry = isA("set", key, type);
    } else {
      broken.add("key " + key + " is none of sitq's");
    }
  }

  private QueueKeys queueKeys(String tag, String key) {
    Matcher parts = TAG.matcher(tag);
    if (parts.matches() && parts.group(2) != null) {
      int index = Integer.parseInt(parts.group(2));
      int count = Integer.parseInt(parts.group(3));
      if (count > 1 && index < count) {
        return new QueueKeys(namespace, tag, parts.group(1), index, count);
      }
    }
    if (tag.contains("~")) {
      broken.add("key " + key + " is of no queue and no partition of one");
    }
    return new QueueKeys(namespace, tag, tag, 0, 1);
  }

  private boolean isA(String wanted, String key, String type) {
    if (!type.equals(wanted)) {
      broken.add("key " + key + " is a " + type + ", not a " + wanted);
    }
    return type.equals(wanted);
  }

  Collection<QueueKeys> queues() {
    return queues.values();
  }

  /** Those whose hash is there. */
  Set<String> workers() {
    return workers;
  }

  String workerKey(String worker) {
    return namespace + ":worker:" + worker;
  }

  boolean hasRegistry() {
    return registry;
  }

  String registryKey() {
    return namespace + ":queues";
  }

  boolean hasPartitions() {
    return partitions;
  }

  String partitionsKey() {
    return namespace + ":partitions";
  }

  /** The keys that are not as documented. */
  List<String> broken() {
    return broken;
  }

  /** The keys of one partition of a queue that are there. */
  static final class QueueKeys {
    final String tag;
    final String queue;
    final int index;
    final int count;
    final Set<String> tasks = new TreeSet<>();
    private final Set<String> parts = new TreeSet<>();
    private final String prefix;

    private QueueKeys(String namespace, String tag, String queue, int index, int count) {
      this.tag = tag;
      this.queue = queue;
      this.index = index;
      this.count = count;
      this.prefix = namespace + ":{" + tag + "}:";
    }

    boolean has(String part) {
      return parts.contains(part);
    }

    String key(String part) {
      return prefix + part;
    }

    String task(String id) {
      return prefix + "task:" + id;
    }
  }
}
