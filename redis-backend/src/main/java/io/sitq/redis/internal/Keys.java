package io.sitq.redis.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Every key and channel that sitq uses. All keys of one queue share a hash tag, and so a slot. */
final class Keys {
  /** The consumer group of every ready stream. */
  static final byte[] GROUP = Bytes.of("workers");

  private final String namespace;
  private final Map<String, QueueKeys> queues = new ConcurrentHashMap<>();

  Keys(String namespace) {
    this.namespace = namespace;
  }

  /** The set of all queues. */
  byte[] queues() {
    return Bytes.of(namespace + ":queues");
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

  QueueKeys queue(String queue) {
    return queues.computeIfAbsent(
        queue, name -> new QueueKeys(namespace + ":{" + name + "}:", name));
  }

  /** The keys of one queue. */
  static final class QueueKeys {
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

    private final String taskPrefix;

    QueueKeys(String prefix, String queue) {
      this.queue = queue;
      this.ready = Bytes.of(prefix + "ready");
      this.scheduled = Bytes.of(prefix + "scheduled");
      this.dead = Bytes.of(prefix + "dead");
      this.waiting = Bytes.of(prefix + "waiting");
      this.counts = Bytes.of(prefix + "counts");
      this.recovery = Bytes.of(prefix + "recovery");
      this.wake = Bytes.of(prefix + "wake");
      this.cancel = Bytes.of(prefix + "cancel");
      this.taskPrefix = prefix + "task:";
    }

    /** The hash of a task. */
    byte[] task(String id) {
      return Bytes.of(taskPrefix + id);
    }
  }
}
