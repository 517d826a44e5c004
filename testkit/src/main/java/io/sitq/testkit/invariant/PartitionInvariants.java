package io.sitq.testkit.invariant;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What holds for a queue and all of its partitions together. */
final class PartitionInvariants {
  private final Map<String, String> recorded;

  /** Where the task of an id was found. */
  private final Map<String, String> places = new HashMap<>();

  /** {@code recorded} by queue: the number of partitions, and earlier numbers. */
  PartitionInvariants(Map<String, String> recorded) {
    this.recorded = recorded;
  }

  void check(QueueSnapshot queue, Violations broken) {
    String record = recorded.getOrDefault(queue.queue(), "1");
    String[] words = record.split(" ", -1);
    String count = Integer.toString(queue.count());
    String place = queue.index() + "/" + count;
    boolean isCurrent = words[0].equals(count);
    boolean isFormer =
        !isCurrent && Arrays.stream(words).anyMatch(word -> word.startsWith(count + "@"));
    broken.addIf(
        !isCurrent && !isFormer,
        "partition " + place + " is none of those that are recorded, '" + record + "'");
    broken.addIf(
        isFormer && !(queue.ready().isEmpty() && queue.scheduled().isEmpty()),
        "partition " + place + " is a former one and has tasks to do");
    for (String id : queue.tasks().keySet()) {
      String other = places.putIfAbsent(id, place);
      broken.addIf(other != null, "task " + id + " is in partition " + place + " and in " + other);
    }
  }
}
