package io.sitq.testkit.invariant;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What stands in one partition of a queue.
 *
 * @param queue the queue's name
 * @param index which partition, from 0
 * @param count how many partitions the queue has
 * @param ready the entries of the stream
 * @param groups the stream's consumer groups
 * @param pending the entries of the pending list, and who has them
 * @param consumers the consumers of the group
 * @param scheduled the ids of the scheduled set
 * @param dead the ids of the dead letters
 * @param waiting ids and reply channels
 * @param counts totals by task and outcome
 * @param tasks the hashes by id
 */
record QueueSnapshot(
    String queue,
    int index,
    int count,
    List<Entry> ready,
    Set<String> groups,
    Map<String, String> pending,
    Set<String> consumers,
    Set<String> scheduled,
    Set<String> dead,
    Map<String, String> waiting,
    Map<String, String> counts,
    Map<String, TaskHash> tasks) {

  /**
   * An entry of the stream.
   *
   * @param entry the entry's id
   * @param id the task's id
   * @param hasEnvelope whether it carries an envelope
   */
  record Entry(String entry, @Nullable String id, boolean hasEnvelope) {}

  /** Whether an id is one of this queue's, and of this partition's. */
  boolean owns(String id) {
    if (!id.startsWith(queue + ":") || id.length() == queue.length() + 1) {
      return false;
    }
    CRC32 crc = new CRC32();
    crc.update(id.substring(queue.length() + 1).getBytes(StandardCharsets.UTF_8));
    return crc.getValue() % count == index;
  }

  /** Whether the task has ended, and its result is there. */
  boolean hasEnded(String id) {
    TaskHash hash = tasks.get(id);
    return hash != null && hash.hasEnded();
  }

  /** The ids of the stream's entries. */
  Set<String> readyIds() {
    return ready.stream()
        .filter(entry -> entry.id() != null)
        .map(entry -> String.valueOf(entry.id()))
        .collect(Collectors.toSet());
  }
}
