package io.sitq.it.chaos;

import io.sitq.Backoff;
import io.sitq.SitqException;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.it.chaos.ChaosTask.Kind;
import io.sitq.it.chaos.Journal.What;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends tasks under ids of its own and writes down what was acknowledged. What fails is sent again
 * under the same id until it is acknowledged, as a producer would do that can't do without.
 * Thread-safe.
 */
final class Sender {
  private static final long AGAIN_AFTER_MILLIS = 200;
  private static final int TWICE_EVERY = 50;

  private final TaskQueue queue;
  private final Journal journal;
  private final String process;
  private final ScheduledExecutorService timer;
  private final AtomicInteger unanswered = new AtomicInteger();

  Sender(TaskQueue queue, Journal journal, String process, ScheduledExecutorService timer) {
    this.queue = queue;
    this.journal = journal;
    this.process = process;
    this.timer = timer;
  }

  /** Sends a task; its number makes its id. */
  void send(String toQueue, ChaosTask task) {
    String id = toQueue + ":" + process + "-" + task.number();
    unanswered.incrementAndGet();
    journal.write(
        What.SENDING, id, 0, process, task.number() + " " + task.kind() + " " + task.amount());
    TaskOptions options = options(task).queue(toQueue).id(id);
    enqueue(id, task, options, task.number() % TWICE_EVERY == 0 ? 2 : 1);
  }

  private static TaskOptions options(ChaosTask task) {
    return switch (task.kind()) {
      case FLAKY ->
          TaskOptions.defaults()
              .maxAttempts(task.amount() + 1)
              .backoff(Backoff.fixed(Duration.ofMillis(100)).jitter(0.5));
      case FAIL ->
          TaskOptions.defaults().maxAttempts(2).backoff(Backoff.fixed(Duration.ofMillis(50)));
      case DELAY -> TaskOptions.defaults().delay(Duration.ofMillis(task.amount()));
      case WORK, CANCEL, POISON -> TaskOptions.defaults();
    };
  }

  private void enqueue(String id, ChaosTask task, TaskOptions options, int times) {
    queue
        .async()
        .enqueue(task, options)
        .whenComplete(
            (TaskHandle<Integer> handle, Throwable error) -> {
              if (error != null) {
                later(AGAIN_AFTER_MILLIS, () -> enqueue(id, task, options, times));
              } else if (times > 1) {
                enqueue(id, task, options, times - 1); // the same id is the same task
              } else {
                journal.write(What.ACKNOWLEDGED, id, 0, process, "");
                acknowledged(id, task);
              }
            });
  }

  private void acknowledged(String id, ChaosTask task) {
    if (task.kind() == Kind.CANCEL) {
      later(task.amount(), () -> cancel(id));
    } else {
      unanswered.decrementAndGet();
    }
  }

  private void cancel(String id) {
    queue
        .async()
        .cancel(id)
        .whenComplete(
            (outcome, error) -> {
              if (error == null) {
                journal.write(What.CANCELLED, id, 0, process, outcome.toString());
                unanswered.decrementAndGet();
              } else {
                later(AGAIN_AFTER_MILLIS, () -> cancel(id));
              }
            });
  }

  private void later(long millis, Runnable step) {
    var unused =
        timer.schedule(
            () -> {
              try {
                step.run();
              } catch (SitqException e) {
                later(AGAIN_AFTER_MILLIS, step); // Redis is away
              }
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  /** How many are sent and not acknowledged, or not answered when they were cancelled. */
  int unanswered() {
    return unanswered.get();
  }
}
