package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskQueue;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import io.sitq.worker.WorkerBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A queue and a worker on a real Redis, in a namespace of their own, for examples to run on. At the
 * end nothing may be left there but results.
 */
final class ExampleRun implements AutoCloseable {
  private final RedisSettings settings;
  private final TaskQueue queue;
  private final Worker worker;
  private boolean requeued;

  private ExampleRun(int concurrency) {
    SitqRedis redis = SitqRedis.shared();
    settings = RedisSettings.of(redis.uri()).namespace(redis.newNamespace());
    queue = TaskQueue.on(RedisBackend.connect(settings));
    worker =
        Worker.on(RedisBackend.connect(settings))
            .module(new ExampleTasks())
            .concurrency(concurrency)
            .build();
    worker.start();
  }

  static ExampleRun start() {
    return new ExampleRun(WorkerBuilder.DEFAULT_CONCURRENCY);
  }

  /** With a worker that takes one task after the other. */
  static ExampleRun startOneAtATime() {
    return new ExampleRun(1);
  }

  /** What an example printed, run in a namespace of its own. */
  static List<String> linesOf(Example example) throws Exception {
    try (ExampleRun run = start()) {
      return run.lines(example);
    }
  }

  /** Dead letters were requeued: an id that has failed and then ended anew was counted twice. */
  ExampleRun requeues() {
    requeued = true;
    return this;
  }

  TaskQueue queue() {
    return queue;
  }

  Worker worker() {
    return worker;
  }

  /** What an example prints. */
  List<String> lines(Example example) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      example.run(queue, out);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Override
  public void close() {
    worker.close();
    queue.close();
    assertThat(worker.isRunning()).isFalse();
    InvariantChecker checker = InvariantChecker.of(settings.uri(), settings.namespace()).drained();
    (requeued ? checker : checker.counted()).check();
  }
}
