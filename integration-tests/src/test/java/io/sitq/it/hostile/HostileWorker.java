package io.sitq.it.hostile;

import io.sitq.json.JsonSerializer;
import io.sitq.kryo.KryoSerializer;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.worker.Worker;

/** The worker process: {@code URI NAMESPACE MILLIS}, the last how long a good task takes. */
final class HostileWorker {
  static final int CONCURRENCY = 64;

  private HostileWorker() {}

  public static void main(String[] args) {
    long millis = Long.parseLong(args[2]);
    Worker.on(RedisBackend.connect(RedisSettings.of(args[0]).namespace(args[1])))
        .serializer(new KryoSerializer())
        .serializer(new JsonSerializer())
        .concurrency(CONCURRENCY)
        .handle(
            ShipOrder.class,
            task -> {
              if (millis > 0) {
                Thread.sleep(millis); // what a handler's call to somebody else takes
              }
              return task.number();
            })
        .build()
        .start();
  }
}
