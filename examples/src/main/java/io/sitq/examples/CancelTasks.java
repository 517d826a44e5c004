package io.sitq.examples;

import io.sitq.Task;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * <b>Cancellation.</b> A task that has not begun ends at once. A running one is interrupted on
 * whichever worker it runs; what computes without blocking asks {@code isCancelled()}, as {@link
 * CountPrimesHandler} does.
 */
public final class CancelTasks {
  private CancelTasks() {}

  public static void main(String[] args) throws Exception {
    Example.launch(args, CancelTasks::run);
  }

  static void run(TaskQueue queue, PrintStream out) throws Exception {
    TaskOptions inAnHour = TaskOptions.defaults().delay(Duration.ofHours(1));
    String scheduled = queue.enqueue(new Divide(10, 2), inAnHour).id();
    out.println("Scheduled: " + queue.cancel(scheduled)); // CANCELLED
    out.println("Once more: " + queue.cancel(scheduled)); // ENDED
    out.println("Unknown: " + queue.cancel("default:never-enqueued")); // NOT_FOUND

    List<Task<?>> longOnes = List.of(new Sleep(60_000), new CountPrimes(Integer.MAX_VALUE));
    for (Task<?> task : longOnes) {
      TaskHandle<?> handle = queue.enqueue(task);
      awaitRunning(handle);
      out.println("Running: " + queue.cancel(handle.id())); // REQUESTED
      out.println("Then: " + handle.await(Duration.ofSeconds(10)).status()); // CANCELLED
    }
  }

  private static void awaitRunning(TaskHandle<?> handle) throws InterruptedException {
    while (handle.result().orElseThrow().status() != TaskStatus.RUNNING) {
      Thread.sleep(20);
    }
  }
}
