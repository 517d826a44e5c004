package io.sitq.worker;

import static org.awaitility.Awaitility.await;

import io.sitq.Task;
import io.sitq.TaskFailure;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.kryo.KryoSerializer;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Settlement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A worker on queues in memory, and what became of its tasks. */
abstract class WorkerTestBase {
  static final Duration SOON = Duration.ofSeconds(20);

  final InMemoryBackend backend = new InMemoryBackend();
  final TaskQueue queue = TaskQueue.on(backend);
  Worker worker;

  Worker start(WorkerBuilder builder) {
    worker = builder.build();
    worker.start();
    return worker;
  }

  WorkerBuilder builder() {
    return Worker.on(backend).drain(Duration.ofSeconds(5));
  }

  @AfterEach
  void closeAll() {
    if (worker != null) {
      worker.stopNow();
    }
    backend.close();
  }

  <R> String enqueue(Task<R> task) {
    return queue.enqueue(task).id();
  }

  <R> String enqueue(Task<R> task, TaskOptions options) {
    return queue.enqueue(task, options).id();
  }

  /** The settlements of a task, once there are so many. */
  List<Settlement> settlements(String id, int count) {
    await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> backend.settlementsOf(id).size() >= count);
    return backend.settlementsOf(id);
  }

  Settlement settlement(String id) {
    return settlements(id, 1).get(0);
  }

  TaskFailure failure(String id) {
    return ((Settlement.Failure) settlement(id)).failure();
  }

  Object value(String id, Class<?> type) {
    Settlement.Success success = (Settlement.Success) settlement(id);
    return new KryoSerializer()
        .codecFor(type, "test")
        .decode(ByteSlice.of(success.value().bytes()));
  }
}
