package io.sitq.it.worker;

import io.sitq.TaskQueue;
import io.sitq.json.JsonSerializer;
import io.sitq.kryo.KryoSerializer;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import io.sitq.worker.WorkerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A queue and workers on a namespace of their own; the invariants hold when the test ends. */
abstract class OnRedis {
  static final Duration SOON = Duration.ofSeconds(20);

  final SitqRedis redis = SitqRedis.shared();
  final String namespace = redis.newNamespace();
  private final List<Worker> workers = new ArrayList<>();
  TaskQueue queue;

  @BeforeEach
  void openQueue() {
    queue =
        TaskQueue.builder(connect())
            .serializer(new KryoSerializer())
            .serializer(new JsonSerializer())
            .build();
  }

  @AfterEach
  void closeAll() {
    closeWorkers();
    queue.close();
    invariants().check();
  }

  void closeWorkers() {
    workers.forEach(Worker::close);
  }

  /** What holds at the end. */
  InvariantChecker invariants() {
    return InvariantChecker.of(redis.uri(), namespace).counted();
  }

  RedisBackend connect() {
    return connect(redis.uri());
  }

  RedisBackend connect(String uri) {
    return RedisBackend.connect(RedisSettings.of(uri).namespace(namespace));
  }

  /** Settings of a worker that accepts both codecs. */
  WorkerBuilder worker() {
    return worker(connect());
  }

  WorkerBuilder worker(RedisBackend backend) {
    return Worker.on(backend).serializer(new KryoSerializer()).serializer(new JsonSerializer());
  }

  Worker start(WorkerBuilder builder) {
    Worker worker = builder.build();
    workers.add(worker);
    worker.start();
    return worker;
  }
}
