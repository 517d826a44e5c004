package io.sitq.redis;

import io.sitq.ConfigurationException;

/** What one queue should be like. Immutable. */
public final class QueueSettings {
  /** The most partitions that a queue can have. */
  public static final int MOST_PARTITIONS = 64;

  private final int partitions;

  private QueueSettings(int partitions) {
    this.partitions = partitions;
  }

  /**
   * Spreads a queue over a number of partitions. Each is served by the node of a cluster that its
   * keys fall to, so that one queue can use more than one node; the same id is always in the same
   * one. Workers read all of them, over a connection for each. Tasks of different partitions are in
   * no order.
   *
   * <p>The number is recorded in Redis by the first who uses the queue; all others follow it and
   * need not be told. It can be raised when the queue is drained: see {@code
   * docs/running-redis.md}.
   *
   * @param number 1 to {@value #MOST_PARTITIONS}; a queue that nobody has spread has 1
   * @throws ConfigurationException if it is out of these bounds
   */
  public static QueueSettings partitions(int number) {
    if (number < 1 || number > MOST_PARTITIONS) {
      throw new ConfigurationException(
          "partitions", "must be from 1 to " + MOST_PARTITIONS, number);
    }
    return new QueueSettings(number);
  }

  /** How many partitions. */
  public int partitions() {
    return partitions;
  }

  @Override
  public String toString() {
    return "QueueSettings[" + partitions + " partitions]";
  }
}
