package io.sitq.examples;

import io.sitq.DeadLetterFilter;
import io.sitq.DeadLetters;
import io.sitq.TaskHandle;
import io.sitq.TaskQueue;
import java.io.PrintStream;
import java.time.Duration;

/**
 * <b>Dead Letters.</b> A task that failed for good is kept with all that it needs to run again.
 * Requeueing gives it a new life under the same id, with attempts from 1.
 */
public final class RequeueDeadLetters {
  private RequeueDeadLetters() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, RequeueDeadLetters::run);
  }

  static void run(TaskQueue queue, PrintStream out) throws Exception {
    DeadLetters deadLetters = queue.deadLetters();
    try (TempFile counter = TempFile.empty()) {
      TaskHandle<Integer> handle = queue.enqueue(new Flaky(counter.path(), 1));
      out.println("First life: " + handle.await(Duration.ofSeconds(10)).status());

      DeadLetterFilter flaky =
          DeadLetterFilter.all().task("flaky").errorType("java.io.IOException").limit(100);
      deadLetters.list(flaky).stream()
          .filter(letter -> letter.id().equals(handle.id()))
          .forEach(letter -> out.println("Dead letter: " + letter.failure().error()));

      deadLetters.requeue(handle.id());
      out.println("Second life: " + handle.await(Duration.ofSeconds(10)).status());
      out.println("Requeued once more: " + deadLetters.requeue(handle.id())); // it has succeeded
    }
  }
}
