package io.sitq.spi;

/**
 * A task on its way into a queue.
 *
 * @param queue where to
 * @param id its id, the queue included
 * @param task its name on the wire
 * @param envelope its envelope, encoded; not to be written to
 * @param delayMillis how long it is held back, in ms from {@code madeNanos} on; 0 for not at all
 * @param madeNanos when it was made, by {@link System#nanoTime}: it may wait until it is sent
 * @param replicas how many copies of the backend's data have to have it before it counts as
 *     enqueued; 0 for none. A backend without such copies passes over it
 * @param replicasTimeoutMillis how long they are waited for, in ms
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by nobody, and a copy would cost on the hot path
public record Submission(
    String queue,
    String id,
    String task,
    byte[] envelope,
    long delayMillis,
    long madeNanos,
    int replicas,
    long replicasTimeoutMillis) {

  /** A task that is made now. */
  public Submission(
      String queue,
      String id,
      String task,
      byte[] envelope,
      long delayMillis,
      int replicas,
      long replicasTimeoutMillis) {
    this(
        queue, id, task, envelope, delayMillis, System.nanoTime(), replicas, replicasTimeoutMillis);
  }

  /** A task that is made now and for whose replication nobody waits. */
  public Submission(String queue, String id, String task, byte[] envelope, long delayMillis) {
    this(queue, id, task, envelope, delayMillis, 0, 0);
  }
}
