package io.sitq.cli;

import io.sitq.spi.QueueStats;
import io.sitq.spi.WorkerInfo;
import java.io.PrintWriter;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Queues, counts and workers as tables for people. */
final class StatsText {
  private StatsText() {}

  static void print(Stats stats, PrintWriter out) {
    if (stats.queues().isEmpty()) {
      out.println("No queue has been used here yet.");
    } else {
      printQueues(stats, out);
      printTasks(stats, out);
    }
    printWorkers(stats, out);
    out.flush();
  }

  private static void printQueues(Stats stats, PrintWriter out) {
    TextTable table =
        new TextTable("QUEUE", ">PENDING", ">RUNNING", ">SCHEDULED", ">DEAD", ">OLDEST");
    for (QueueStats queue : stats.queues()) {
      table.row(
          queue.queue(),
          String.valueOf(queue.pending()),
          String.valueOf(queue.running()),
          String.valueOf(queue.scheduled()),
          String.valueOf(queue.dead()),
          queue.pending() == 0 ? "-" : Durations.format(queue.oldestPending()));
    }
    table.print(out);
  }

  private static void printTasks(Stats stats, PrintWriter out) {
    TextTable table =
        new TextTable(
            "QUEUE", "TASK", ">SUCCEEDED", ">FAILED", ">RETRIED", ">CANCELLED", ">FAILURE RATE");
    for (QueueStats queue : stats.queues()) {
      for (TaskCounts counts : Stats.counts(queue)) {
        table.row(
            queue.queue(),
            counts.task(),
            String.valueOf(counts.succeeded()),
            String.valueOf(counts.failed()),
            String.valueOf(counts.retried()),
            String.valueOf(counts.cancelled()),
            counts.failureRateText());
      }
    }
    if (!table.isEmpty()) {
      out.println();
      table.print(out);
    }
  }

  private static void printWorkers(Stats stats, PrintWriter out) {
    out.println();
    if (stats.workers().isEmpty()) {
      out.println("No worker is alive.");
      return;
    }
    TextTable table = new TextTable("WORKER", "HOST", ">PID", "STARTED", "QUEUES");
    for (WorkerInfo worker : stats.workers()) {
      table.row(
          worker.id(),
          worker.host(),
          String.valueOf(worker.pid()),
          String.valueOf(worker.startedAt()),
          new TreeMap<>(worker.queues())
              .entrySet().stream()
                  .map(queue -> queue.getKey() + "=" + queue.getValue())
                  .collect(Collectors.joining(" ")));
    }
    table.print(out);
  }
}
