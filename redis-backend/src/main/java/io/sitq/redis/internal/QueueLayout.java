package io.sitq.redis.internal;

import io.sitq.BackendException;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.TimeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a queue is spread. Of what it was before, only results may be left: they are read, and their
 * ids are known, until the last of them has expired.
 *
 * @param queue the queue
 * @param partitions its partitions, at least one
 * @param former earlier layouts, newest first
 * @param record what stands in Redis; null if nothing does
 */
record QueueLayout(
    String queue, List<QueueKeys> partitions, List<Former> former, @Nullable String record) {

  /** An earlier layout, and until when, in ms since 1970, it may hold results. */
  record Former(List<QueueKeys> partitions, long untilMillis) {
    QueueKeys of(String id) {
      return partitions.get(Partitions.indexOf(id, partitions.size()));
    }

    boolean mayHoldResults() {
      return TimeSource.system().wallMillis() < untilMillis;
    }
  }

  /**
   * Reads a record: the number of partitions, and for each earlier number {@code number@until}.
   *
   * @param record null for a queue that was never spread
   * @throws BackendException if it is none
   */
  static QueueLayout parse(Keys keys, String queue, @Nullable String record) {
    if (record == null) {
      return new QueueLayout(queue, partitions(keys, queue, 1), List.of(), null);
    }
    try {
      String[] words = record.split(" ", -1);
      List<Former> former = new ArrayList<>();
      for (int i = 1; i < words.length; i++) {
        String[] parts = words[i].split("@", 2);
        former.add(
            new Former(
                partitions(keys, queue, Integer.parseInt(parts[0])), Long.parseLong(parts[1])));
      }
      return new QueueLayout(
          queue, partitions(keys, queue, Integer.parseInt(words[0])), List.copyOf(former), record);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new BackendException(
          "use queue " + queue,
          "the number of partitions of queue "
              + queue
              + " can't be read: the field "
              + queue
              + " of "
              + Bytes.text(keys.partitions())
              + " holds '"
              + record
              + "', and should hold a number such as 8",
          e);
    }
  }

  private static List<QueueKeys> partitions(Keys keys, String queue, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a queue has at least one partition, not " + count);
    }
    return IntStream.range(0, count).mapToObj(i -> keys.partition(queue, i, count)).toList();
  }

  int size() {
    return partitions.size();
  }

  int indexOf(String id) {
    return Partitions.indexOf(id, partitions.size());
  }

  /** Where the task of an id lives. */
  QueueKeys of(String id) {
    return partitions.get(indexOf(id));
  }

  /** Items by the partition that their ids belong to, in their order. */
  <T> Map<QueueKeys, List<T>> group(List<T> items, Function<T, String> idOf) {
    Map<QueueKeys, List<T>> groups = new LinkedHashMap<>();
    for (T item : items) {
      groups.computeIfAbsent(of(idOf.apply(item)), k -> new ArrayList<>()).add(item);
    }
    return groups;
  }

  /** Earlier layouts that may still hold results, newest first. */
  List<Former> readable() {
    return former.isEmpty() ? former : former.stream().filter(Former::mayHoldResults).toList();
  }

  /** Whether another one is the same as this, as far as tasks go. */
  boolean isSame(QueueLayout other) {
    return java.util.Objects.equals(record, other.record);
  }
}
