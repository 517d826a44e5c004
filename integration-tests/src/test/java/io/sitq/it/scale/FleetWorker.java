package io.sitq.it.scale;

import io.sitq.it.chaos.ParentWatch;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.worker.Worker;

/** A worker process: URI, namespace, queue. Ends with its parent, or by SIGTERM. */
final class FleetWorker {
  private FleetWorker() {}

  public static void main(String[] args) {
    ParentWatch.start();
    Worker worker =
        Worker.on(RedisBackend.connect(RedisSettings.of(args[0]).namespace(args[1])))
            .queue(args[2])
            .concurrency(8)
            .logTasks(false)
            .handle(Echo.class, Echo::bytes)
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "drain"));
    worker.start();
  }
}
