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

  private final String namespace;
  private final Pattern ofQueue;
  private final Pattern ofWorker;
  private final Map<String, QueueKeys> queues = new TreeMap<>();
  private final Set<String> workers = new TreeSet<>();
  private final List<String> broken = new ArrayList<>();
  private boolean registry;

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
      QueueKeys keys =
          queues.computeIfAbsent(queue.group(1), name -> new QueueKeys(namespace, name));
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
    } else if (key.equals(registryKey())) {
      registry = isA("set", key, type);
    } else {
      broken.add("key " + key + " is none of sitq's");
    }
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

  /** The keys that are not as documented. */
  List<String> broken() {
    return broken;
  }

  /** The keys of one queue that are there. */
  static final class QueueKeys {
    final String queue;
    final Set<String> tasks = new TreeSet<>();
    private final Set<String> parts = new TreeSet<>();
    private final String prefix;

    private QueueKeys(String namespace, String queue) {
      this.queue = queue;
      this.prefix = namespace + ":{" + queue + "}:";
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
