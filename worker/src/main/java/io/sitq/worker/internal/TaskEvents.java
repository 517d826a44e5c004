package io.sitq.worker.internal;

import io.sitq.Listeners;
import io.sitq.TaskEvent;
import io.sitq.TaskFailure;
import io.sitq.TaskListener;
import io.sitq.spi.Delivery;
import io.sitq.spi.Envelope;
import io.sitq.spi.Recovery;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what became of attempts, once the backend knows. */
final class TaskEvents {
  private static final Logger log = LoggerFactory.getLogger("io.sitq.worker");

  private final Listeners listeners;
  private final KnownTasks tasks;
  private final String workerId;

  TaskEvents(Listeners listeners, KnownTasks tasks, String workerId) {
    this.listeners = listeners;
    this.tasks = tasks;
    this.workerId = workerId;
  }

  void started(Attempt attempt) {
    if (listeners.isEmpty()) {
      return;
    }
    try {
      listeners.tell(TaskListener::started, event(attempt, null, null));
    } catch (Throwable e) {
      FatalErrors.rethrow(e);
      log.error("A task listener threw: {}", FailureText.description(e)); // not the task's fault
    }
  }

  void settled(Attempt attempt, Settlement settlement, SettleOutcome answer) {
    if (listeners.isEmpty()) {
      return;
    }
    BiConsumer<TaskListener, TaskEvent> method = methodFor(settlement, answer);
    if (method == null) {
      return;
    }
    if (settlement instanceof Settlement.Failure failed) {
      listeners.tell(method, event(attempt, failed.failure(), null));
    } else if (settlement instanceof Settlement.Retry retry) {
      boolean again = answer == SettleOutcome.SETTLED || answer == SettleOutcome.ALREADY;
      listeners.tell(method, event(attempt, retry.failure(), again ? retry.delay() : null));
    } else {
      listeners.tell(method, event(attempt, null, null));
    }
  }

  /** Another worker had the task, and it was ended here. */
  void ended(String queue, Recovery.Ended ended) {
    listeners.tell(
        ended.failure() == null ? TaskListener::cancelled : TaskListener::failed,
        new TaskEvent(
            ended.id(),
            ended.task(),
            tasks.find(ended.task()) != null,
            queue,
            ended.attempt(),
            workerId,
            Duration.ZERO,
            Duration.ZERO,
            ended.failure(),
            null));
  }

  /** Null for what concerns no listener: a task that goes back was never executed. */
  private static @Nullable BiConsumer<TaskListener, TaskEvent> methodFor(
      Settlement settlement, SettleOutcome answer) {
    if (answer == SettleOutcome.LOST) {
      return TaskListener::lost;
    }
    if (answer == SettleOutcome.CANCELLED || settlement instanceof Settlement.Cancellation) {
      return TaskListener::cancelled;
    }
    if (settlement instanceof Settlement.Success) {
      return TaskListener::succeeded;
    }
    if (settlement instanceof Settlement.Retry) {
      return TaskListener::retried;
    }
    return settlement instanceof Settlement.Failure ? TaskListener::failed : null;
  }

  private TaskEvent event(
      Attempt attempt, @Nullable TaskFailure failure, @Nullable Duration delay) {
    Delivery delivery = attempt.delivery();
    Envelope envelope = attempt.envelope();
    long waited = envelope == null ? 0 : attempt.startedMillis() - envelope.enqueuedAtMillis();
    return new TaskEvent(
        delivery.id(),
        delivery.task(),
        tasks.find(delivery.task()) != null,
        delivery.queue(),
        delivery.attempt(),
        workerId,
        Duration.ofMillis(Math.max(0, waited)),
        attempt.ran(),
        failure,
        delay);
  }
}
