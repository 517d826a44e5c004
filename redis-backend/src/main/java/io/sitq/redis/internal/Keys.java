package io.sitq.redis.internal;

import io.sitq.TaskValidationException;
import io.sitq.spi.Names;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Every key and channel that sitq uses. All keys of one partition of a queue share a hash tag, and
 * so a slot; a queue that is not spread has one partition.
 */
final class Keys {
  /** The consumer group of every ready stream. */
  static final byte[] GROUP = Bytes.of("workers");

  private final String namespace;
  private final Map<String, QueueKeys> partitions = new ConcurrentHashMap<>();

  Keys(String namespace) {
    this.namespace = namespace;
  }

  /** The set of all queues. */
  byte[] queues() {
    return Bytes.of(namespace + ":queues");
  }

  /** The hash of those queues that have more than one partition. */
  byte[] partitions() {
    return Bytes.of(namespace + ":partitions");
  }

  /** The hash of a live worker. */
  byte[] worker(String workerId) {
    return Bytes.of(namespace + ":worker:" + workerId);
  }

  /** What the hashes of all live workers match. */
  String workerPattern() {
    return namespace + ":worker:*";
  }

  /** The channel on which a client hears that tasks have ended. */
  String replyChannel(String clientId) {
    return namespace + ":reply:" + clientId;
  }

  /** What all keys of the namespace match. */
  String pattern() {
    return namespace + ":*";
  }

  /** A key of a queue: its {@code queue}, and {@code task} if it is the hash of one. */
  Pattern ofQueue() {
    return Pattern.compile(
        Pattern.quote(namespace)
            + ":\\{(?<queue>[A-Za-z0-9._-]+)[^}]*\\}:"
            + "(?:ready|scheduled|dead|waiting|counts|recovery|task:(?<task>.+))");
  }

  /** Whether it is a key that belongs to no queue. */
  boolean isShared(String key) {
    return key.equals(namespace + ":queues")
        || key.equals(namespace + ":partitions")
        || key.startsWith(namespace + ":worker:");
  }

  /** Four keys of one slot that are used to try rights; no queue has such a name. */
  byte[][] probes() {
    String prefix = namespace + ":{?doctor}:";
    return new byte[][] {
      Bytes.of(prefix + "stream"),
      Bytes.of(prefix + "hash"),
      Bytes.of(prefix + "zset"),
      Bytes.of(prefix + "set")
    };
  }

  /** A channel that nobody listens to. */
  String probeChannel() {
    return namespace + ":{?doctor}:channel";
  }

  /** The channel on which promoters hear that an earlier task of the queue was scheduled. */
  String wakeChannel(String queue) {
    return namespace + ":{" + queue + "}:wake";
  }

  /** The channel on which workers hear which running task of the queue is to be cancelled. */
  String cancelChannel(String queue) {
    return namespace + ":{" + queue + "}:cancel";
  }

  /**
   * The keys of one of {@code count} partitions of a queue; the same object each time. The number
   * of partitions is part of the tag, so that no two layouts of a queue have a key in common. No
   * queue's name has a {@code ~} or a {@code /}.
   */
  QueueKeys partition(String queue, int index, int count) {
    String tag = count == 1 ? queue : queue + "~" + index + "/" + count;
    return partitions.computeIfAbsent(tag, t -> new QueueKeys(t, queue, index, count));
  }

  /** The keys of one partition of a queue. */
  final class QueueKeys {
    final String queue;
    final byte[] ready;
    final byte[] scheduled;
    final byte[] dead;
    final byte[] waiting;
    final byte[] counts;

    /** When somebody last looked for expired leases, and until when they are not judged. */
    final byte[] recovery;

    /** The channel on which promoters hear that an earlier task was scheduled. */
    final byte[] wake;

    /** The channel on which workers hear which running task is to be cancelled. */
    final byte[] cancel;

    private final int index;
    private final int count;
    private final String taskPrefix;

    private QueueKeys(String tag, String queue, int index, int count) {
      String prefix = namespace + ":{" + tag + "}:";
      this.queue = queue;
      this.index = index;
      this.count = count;
      this.ready = Bytes.of(prefix + "ready");
      this.scheduled = Bytes.of(prefix + "scheduled");
      this.dead = Bytes.of(prefix + "dead");
      this.waiting = Bytes.of(prefix + "waiting");
      this.counts = Bytes.of(prefix + "counts");
      this.recovery = Bytes.of(prefix + "recovery");
      this.wake = Bytes.of(wakeChannel(queue));
      this.cancel = Bytes.of(cancelChannel(queue));
      this.taskPrefix = prefix + "task:";
    }

    /** The hash of a task. */
    byte[] task(String id) {
      return Bytes.of(taskPrefix + id);
    }

    /** What the hashes of all tasks match. */
    String taskPattern() {
      return taskPrefix + "*";
    }

    /** Whether this is where the task of an id lives; the id may be anything. */
    boolean owns(String id) {
      try {
        return Names.queueOf(id).equals(queue) && Partitions.indexOf(id, count) == index;
      } catch (TaskValidationException e) {
        return false;
      }
    }

    /** For messages: the queue, and which of its partitions if it has several. */
    @Override
    public String toString() {
      return count == 1 ? queue : queue + " (partition " + index + " of " + count + ")";
    }
  }
}
