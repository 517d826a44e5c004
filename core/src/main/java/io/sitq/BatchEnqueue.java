package io.sitq;

import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends a batch in order, some at a time, so that what others enqueue meanwhile does not wait for
 * all of it. A task that is refused does not keep the others back; but where Redis is away, full or
 * short of replicas, the rest is not sent.
 */
final class BatchEnqueue {
  /**
   * How many may be without an answer. More than one partition of a queue has under way at a time,
   * so that a batch is as fast there as it would be without.
   */
  static final int WINDOW = 1000;

  /** How many bytes of envelopes may be without an answer, unless one alone has more. */
  static final long WINDOW_BYTES = 16L << 20;

  private final List<Submission> submissions;
  private final Function<Submission, CompletionStage<EnqueueOutcome>> sender;
  private final AtomicReferenceArray<@Nullable Throwable> failures;
  private final CompletableFuture<@Nullable Void> allAccepted = new CompletableFuture<>();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicLong unansweredBytes = new AtomicLong();

  /** Calls of {@link #goOn} that are not served yet; who raised it from zero serves them all. */
  private final AtomicInteger calls = new AtomicInteger();

  /** How many were sent; of the thread that serves {@link #calls}. */
  private int sent;

  /** Why the rest is not sent. */
  private volatile @Nullable Throwable obstacle;

  BatchEnqueue(
      List<Submission> submissions, Function<Submission, CompletionStage<EnqueueOutcome>> sender) {
    this.submissions = submissions;
    this.sender = sender;
    this.failures = new AtomicReferenceArray<>(submissions.size());
  }

  /** Ends when all are accepted, or with an exception that says which ids are. */
  CompletionStage<@Nullable Void> send() {
    goOn();
    return allAccepted;
  }

  /** Sends what may be sent now, in one thread at a time. */
  private void goOn() {
    if (calls.getAndIncrement() != 0) {
      return;
    }
    int served;
    do {
      served = calls.get();
      while (hasMore() && unanswered.get() < WINDOW && unansweredBytes.get() < WINDOW_BYTES) {
        sendNext();
      }
      if (!hasMore() && unanswered.get() == 0) {
        end();
      }
    } while (!calls.compareAndSet(served, 0));
  }

  private boolean hasMore() {
    return obstacle == null && sent < submissions.size();
  }

  private void sendNext() {
    int index = sent++;
    unanswered.incrementAndGet();
    unansweredBytes.addAndGet(submissions.get(index).envelope().length);
    CompletionStage<EnqueueOutcome> stage;
    try {
      stage = sender.apply(submissions.get(index));
    } catch (Throwable e) { // on a thread where nobody else would hear of it
      stage = CompletableFuture.failedStage(e);
    }
    var unused = stage.whenComplete((outcome, error) -> answered(index, error));
  }

  private void answered(int index, @Nullable Throwable error) {
    if (error != null) {
      Throwable failure = Blocking.unwrapped(error);
      failures.set(index, failure);
      if (isObstacle(failure)) {
        obstacle = failure;
      }
    }
    unansweredBytes.addAndGet(-submissions.get(index).envelope().length);
    unanswered.decrementAndGet();
    goOn();
  }

  /** Whether the next ones would only wait to fail alike. */
  private static boolean isObstacle(Throwable failure) {
    return failure instanceof BackendConnectionException
        || failure instanceof ResourceExhaustedException
        || failure instanceof ReplicationShortfallException;
  }

  private void end() {
    Throwable first = null;
    List<String> accepted = new ArrayList<>(sent);
    for (int i = 0; i < sent; i++) {
      Throwable failure = failures.get(i);
      if (failure == null || isAccepted(failure)) {
        accepted.add(submissions.get(i).id());
      }
      if (first == null) {
        first = failure;
      }
    }
    if (first == null) {
      allAccepted.complete(null);
    } else {
      allAccepted.completeExceptionally(failed(accepted, first));
    }
  }

  /** Whether a task that was enqueued with this failure is in the queue all the same. */
  static boolean isAccepted(@Nullable Throwable failure) {
    return failure != null && Blocking.unwrapped(failure) instanceof ReplicationShortfallException;
  }

  private TaskQueueException failed(List<String> accepted, Throwable cause) {
    return new TaskQueueException(
        "enqueueAll",
        accepted.size()
            + " of "
            + submissions.size()
            + " tasks were enqueued, then: "
            + cause.getMessage()
            + " - acceptedIds() lists them, batchIds() all",
        submissions.stream().map(Submission::id).toList(),
        accepted,
        cause);
  }
}
