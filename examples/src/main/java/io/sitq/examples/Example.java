package io.sitq.examples;

import io.sitq.TaskQueue;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.worker.Worker;
import java.io.PrintStream;

/** What each example does, given a queue whose tasks somebody executes. */
@FunctionalInterface
interface Example {
  /** The Redis that is used if none is named. */
  String DEFAULT_REDIS = "redis://localhost:6379";

  /** Enqueues tasks, looks at their results and prints what it sees. */
  void run(TaskQueue queue, PrintStream out) throws Exception;

  /**
   * Runs an example by itself, with a worker in this process.
   *
   * @param args the URI of a Redis; none means {@value #DEFAULT_REDIS}
   */
  static void launch(String[] args, Example example) throws Exception {
    RedisSettings redis = RedisSettings.of(args.length > 0 ? args[0] : DEFAULT_REDIS);
    try (TaskQueue queue = TaskQueue.on(RedisBackend.connect(redis));
        Worker worker = Worker.on(RedisBackend.connect(redis)).module(new ExampleTasks()).build()) {
      worker.start();
      example.run(queue, System.out);
    }
  }
}
