package io.sitq.redis.internal;

import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.Submission;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The tasks of one queue that come before it is known how the queue is spread. They wait in line,
 * in order, and so do those that come while any of them waits.
 */
final class UnroutedTasks {
  private final GroupCommit<Submission, CompletionStage<EnqueueOutcome>> line;
  private final AtomicInteger waiting = new AtomicInteger();

  /** {@code route} is called for each task in turn, when the layout is known. */
  UnroutedTasks(
      RedisContext context,
      Supplier<CompletionStage<QueueLayout>> layout,
      BiFunction<QueueLayout, Submission, CompletionStage<EnqueueOutcome>> route) {
    this.line =
        context.line(
            "enqueue",
            RedisEnqueuer::weight,
            batch ->
                layout
                    .get()
                    .thenApply(
                        known -> {
                          List<CompletionStage<EnqueueOutcome>> routed =
                              batch.stream().map(item -> route.apply(known, item.value)).toList();
                          return routed;
                        }));
  }

  boolean isEmpty() {
    return waiting.get() == 0;
  }

  CompletionStage<EnqueueOutcome> submit(Submission submission) {
    waiting.incrementAndGet();
    return line.submit(submission)
        .whenComplete((routed, error) -> waiting.decrementAndGet())
        .thenCompose(routed -> routed);
  }

  void close() {
    line.close();
  }
}
