package io.sitq.redis.internal;

import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one queue that come before it is known how the queue is spread: they wait, in order.
 * Those that come while the others are sent on wait for that, so that none overtakes another.
 */
final class UnroutedTasks {
  private final GroupCommit<String, QueueLayout> load;
  private final BiFunction<QueueLayout, Submission, CompletionStage<EnqueueOutcome>> route;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final List<Waiting> waiting = new ArrayList<>();
  private long bytes;

  /** Whether nobody waits, for those who look without the lock. */
  private volatile boolean empty = true;

  private record Waiting(Submission submission, CompletableFuture<EnqueueOutcome> outcome) {}

  /**
   * {@code layout} is asked for again while Redis is away; {@code route} is called for each task in
   * turn, when the layout is known.
   */
  UnroutedTasks(
      RedisContext context,
      Supplier<CompletionStage<QueueLayout>> layout,
      BiFunction<QueueLayout, Submission, CompletionStage<EnqueueOutcome>> route) {
    this.route = route;
    this.load =
        context.line("enqueue", queue -> 1, batch -> QueueLayouts.all(batch, item -> layout.get()));
  }

  boolean isEmpty() {
    return empty;
  }

  /** Sends a task on, now if the layout is known and nobody waits, else later. */
  CompletionStage<EnqueueOutcome> submit(@Nullable QueueLayout known, Submission submission) {
    CompletableFuture<EnqueueOutcome> outcome = new CompletableFuture<>();
    boolean first;
    lock.lock();
    try {
      if (known != null && waiting.isEmpty()) {
        return route.apply(known, submission);
      }
      long held = (long) GroupCommit.ITEM_BYTES + RedisEnqueuer.weight(submission);
      if (bytes + held > GroupCommit.MAX_LINE_BYTES && !waiting.isEmpty()) {
        return CompletableFuture.failedStage(GroupCommit.fullException("enqueue"));
      }
      bytes += held;
      first = waiting.isEmpty();
      empty = false;
      waiting.add(new Waiting(submission, outcome));
    } finally {
      lock.unlock();
    }
    if (first) {
      var unused = load.submit(submission.queue()).whenComplete(this::loaded);
    }
    return outcome;
  }

  private void loaded(@Nullable QueueLayout layout, @Nullable Throwable error) {
    List<Waiting> failed = List.of();
    lock.lock();
    try {
      if (layout == null) {
        failed = List.copyOf(waiting);
      } else {
        for (int i = 0; i < waiting.size(); i++) { // a callback may add one more
          send(layout, waiting.get(i));
        }
      }
      waiting.clear();
      bytes = 0;
      empty = true;
    } finally {
      lock.unlock();
    }
    failed.forEach(task -> task.outcome().completeExceptionally(RedisErrors.unwrapped(error)));
  }

  private void send(QueueLayout layout, Waiting task) {
    route
        .apply(layout, task.submission())
        .whenComplete(
            (outcome, error) -> {
              if (error == null) {
                task.outcome().complete(outcome);
              } else {
                task.outcome().completeExceptionally(RedisErrors.unwrapped(error));
              }
            });
  }

  void close() {
    load.close();
  }
}
