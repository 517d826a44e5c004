package io.sitq.testkit.invariant;

import java.util.Set;

/** The invariants of one queue. */
final class QueueInvariants {
  private final QueueSnapshot queue;
  private final Violations broken;

  QueueInvariants(QueueSnapshot queue, Violations broken) {
    this.queue = queue;
    this.broken = broken;
  }

  /** What holds at any time when nobody writes. */
  void always(Set<String> registered) {
    new ReadyInvariants(queue, broken).check();
    new TaskInvariants(queue, broken).check();
    new CountInvariants(queue, broken).checkForm();
    // an empty stream of a consumer that had no task yet need not be registered
    boolean hasTasks = !queue.ready().isEmpty() || !queue.tasks().isEmpty();
    broken.addIf(
        hasTasks && !registered.contains(queue.queue()),
        "it has tasks and is not among the registered queues");
  }

  /** What holds besides when nothing is left to do. */
  void drained(Set<String> workers) {
    broken.addIf(!queue.ready().isEmpty(), "the ready stream is not empty");
    broken.addIf(!queue.pending().isEmpty(), "the pending list is not empty");
    broken.addIf(!queue.scheduled().isEmpty(), "the scheduled set is not empty");
    broken.addIf(!queue.waiting().isEmpty(), "somebody is still listed as waiting");
    queue.consumers().stream()
        .filter(consumer -> !workers.contains(consumer))
        .sorted()
        .forEach(
            consumer -> broken.add("consumer " + consumer + " is left and no live worker's name"));
  }

  /** Whether the counts are those of the results. */
  void counted() {
    new CountInvariants(queue, broken).checkTotals();
  }
}
