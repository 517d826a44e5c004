package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.TaskHandle;
import io.sitq.TaskStatus;
import io.sitq.it.worker.Tasks.Note;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.testkit.fault.FaultyProxy;
import io.sitq.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A worker is cut off from Redis: nothing passes, and no connection breaks. */
class PartitionIT extends OnRedis {
  private static final Duration LEASE = Duration.ofSeconds(3);

  @Test
  void a_worker_that_is_cut_off_starts_nothing_tells_its_handlers_in_time_and_comes_back()
      throws Exception {
    AtomicLong toldNanos = new AtomicLong();
    AtomicLong takenNanos = new AtomicLong();
    AtomicInteger notes = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    try (FaultyProxy proxy = FaultyProxy.before(redis.uri());
        LogCapture refusals = new LogCapture("io.sitq.redis.internal.RefusedSettles")) {
      Worker cutOff =
          start(
              worker(connect(proxy.uri()))
                  .lease(LEASE)
                  .concurrency(4)
                  .handle(
                      Say.class,
                      (task, context) -> {
                        begun.countDown();
                        while (!context.isCancelled()) {
                          Thread.onSpinWait();
                        }
                        toldNanos.set(System.nanoTime());
                        throw new IllegalStateException("told to stop");
                      })
                  .run(Note.class, task -> notes.incrementAndGet()));
      TaskHandle<String> handle = queue.enqueue(new Say("x"));
      begun.await();
      queue.enqueue(new Note("before")).await(SOON);
      assertThat(notes).hasValue(1);

      proxy.swallow(true);
      Worker other =
          start(
              worker()
                  .lease(LEASE)
                  .handle(
                      Say.class,
                      task -> {
                        takenNanos.set(System.nanoTime());
                        return "other";
                      })
                  .run(Note.class, task -> {}));
      assertThat(handle.await(SOON).value()).isEqualTo("other");
      // nobody else had it while this worker's handler believed that it was its own
      assertThat(toldNanos.get()).isPositive().isLessThan(takenNanos.get());
      for (int i = 0; i < 20; i++) {
        assertThat(queue.enqueue(new Note("meanwhile")).await(SOON).status())
            .isEqualTo(TaskStatus.SUCCESS);
      }
      assertThat(notes).hasValue(1);

      other.close();
      proxy.swallow(false);
      proxy.cut();
      List<TaskHandle<Void>> after = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        after.add(queue.enqueue(new Note("after")));
      }
      assertThat(after).allMatch(note -> note.await(SOON).status() == TaskStatus.SUCCESS);
      assertThat(notes).hasValue(21);
      await()
          .untilAsserted(
              () ->
                  assertThat(refusals.lines())
                      .anyMatch(
                          line ->
                              line.contains("worker " + cutOff.id())
                                  && line.contains("worker " + other.id())));
      closeWorkers();
    }
  }
}
