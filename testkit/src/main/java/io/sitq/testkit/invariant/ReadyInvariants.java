package io.sitq.testkit.invariant;

import io.sitq.testkit.invariant.QueueSnapshot.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What holds for the stream, its group and its pending list. */
final class ReadyInvariants {
  private final QueueSnapshot queue;
  private final Violations broken;

  ReadyInvariants(QueueSnapshot queue, Violations broken) {
    this.queue = queue;
    this.broken = broken;
  }

  void check() {
    Map<String, String> firstEntries = new HashMap<>();
    for (Entry entry : queue.ready()) {
      String id = entry.id();
      if (id == null || !entry.hasEnvelope()) {
        broken.add(
            "entry "
                + entry.entry()
                + " is no task: it has no "
                + (id == null ? "id" : "envelope"));
      } else if (!queue.owns(id)) {
        broken.add("entry " + entry.entry() + " is task " + id + " of another queue");
      } else {
        String first = firstEntries.putIfAbsent(id, entry.entry());
        broken.addIf(
            first != null, "task " + id + " has two entries, " + first + " and " + entry.entry());
        checkFence(entry.entry(), id);
      }
    }
    checkPending();
  }

  private void checkFence(String entry, String id) {
    TaskHash hash = queue.tasks().get(id);
    if (hash == null) {
      broken.add("entry " + entry + " is task " + id + ", which has no hash");
    } else if (!entry.equals(hash.entry())) {
      broken.add(
          "entry "
              + entry
              + " of task "
              + id
              + " is not its live one: the hash names "
              + hash.entry());
    }
  }

  private void checkPending() {
    Set<String> entries = new HashSet<>();
    queue.ready().forEach(entry -> entries.add(entry.entry()));
    queue
        .pending()
        .forEach(
            (entry, consumer) ->
                broken.addIf(
                    !entries.contains(entry),
                    "entry " + entry + " is pending for " + consumer + " and not in the stream"));
    queue.groups().stream()
        .filter(group -> !group.equals(QueueReader.GROUP))
        .sorted()
        .forEach(group -> broken.add("consumer group " + group + " is none of sitq's"));
  }
}
