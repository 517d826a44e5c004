package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.Task;
import io.sitq.TaskHandle;
import io.sitq.TaskName;
import io.sitq.TaskOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/**
 * How long after its due time a task starts, with two workers that promote together. Short unless
 * {@code -Dsitq.delays=10000} makes it the figure of the docs: 10,000 tasks, due evenly over a
 * minute, start within 50 ms at the 99th percentile. A short one shares the machine with the rest
 * of the build, and only tells waking from polling.
 */
class DelayAccuracyIT extends OnRedis {
  private static final int FULL = 10_000;
  private static final int TASKS = Integer.getInteger("sitq.delays", 400);
  private static final int A_MINUTE_MILLIS = 60_000;
  private static final Duration ENQUEUEING = Duration.ofSeconds(TASKS < FULL ? 1 : 5);

  @TaskName("due")
  record Due(long atMillis) implements Task<Void> {}

  @Test
  void tasks_start_when_they_are_due() {
    Queue<Long> lateness = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 2; i++) {
      start(
          worker()
              .run(Due.class, due -> lateness.add(System.currentTimeMillis() - due.atMillis())));
    }
    enqueueDueEvenly().forEach(handle -> handle.await(Duration.ofMinutes(2)));

    List<Long> sorted = lateness.stream().sorted().toList();
    System.out.printf(
        "%d delayed tasks: late by %d ms at p50, %d ms at p99, %d ms at most%n",
        TASKS, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    assertThat(sorted).hasSize(TASKS);
    assertThat(sorted.get(0)).as("none begins early").isNotNegative();
    assertThat(at(sorted, 0.99)).isLessThanOrEqualTo(TASKS < FULL ? 500 : 50);
  }

  private List<TaskHandle<Void>> enqueueDueEvenly() {
    long first = System.currentTimeMillis() + ENQUEUEING.toMillis();
    List<CompletionStage<TaskHandle<Void>>> sent = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      long due = first + (long) i * A_MINUTE_MILLIS / FULL;
      TaskOptions options = TaskOptions.defaults().at(Instant.ofEpochMilli(due));
      sent.add(queue.async().enqueue(new Due(due), options));
    }
    return sent.stream().map(handle -> handle.toCompletableFuture().join()).toList();
  }

  private static long at(List<Long> sorted, double percentile) {
    return sorted.get((int) Math.ceil(percentile * sorted.size()) - 1);
  }
}
