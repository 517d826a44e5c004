package io.sitq.cli;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.json.JsonSerializer;
import io.sitq.json.JsonText;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import io.sitq.worker.WorkerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A namespace of a Redis: commands of the program, tasks and workers in it. */
final class OnRedis implements AutoCloseable {
  private final String uri;
  private final String namespace;
  private final RedisBackend backend;
  private final TaskQueue queue;

  OnRedis(SitqRedis redis) {
    this.uri = redis.uri();
    this.namespace = redis.newNamespace();
    this.backend = RedisBackend.connect(RedisSettings.of(uri).namespace(namespace));
    this.queue = TaskQueue.builder(backend).serializer(new JsonSerializer()).build();
  }

  /** Runs a command in this process. */
  Program run(String... args) {
    return Program.run(
        Stream.concat(Arrays.stream(args), Stream.of("--redis", uri, "--namespace", namespace))
            .toArray(String[]::new));
  }

  RedisBackend backend() {
    return backend;
  }

  /** Enqueues a task without arguments; its id. */
  String enqueue(String task, TaskOptions options) {
    return queue.enqueue(task, new JsonText("{}"), options).id();
  }

  /** A worker that runs. */
  Worker worker(Consumer<WorkerBuilder> handlers) {
    WorkerBuilder builder =
        Worker.on(backend).keepBackendOpen().logTasks(false).serializer(new JsonSerializer());
    handlers.accept(builder);
    Worker worker = builder.build();
    worker.start();
    return worker;
  }

  /** The program as a worker of the examples' tasks, in a process of its own. */
  SitqProcess startWorker(String... options) throws IOException {
    return SitqProcess.start(
        Map.of("SITQ_REDIS_URL", uri),
        Stream.concat(
                Stream.of("run", "--tasks", SitqProcess.examplesJar(), "--namespace", namespace),
                Arrays.stream(options))
            .toArray(String[]::new));
  }

  /** How long the result of a task is still kept. */
  Duration ttl(String id) {
    RedisClient client = RedisClient.create(uri);
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      String queueTag = id.substring(0, id.indexOf(':'));
      return Duration.ofMillis(
          connection.sync().pttl(namespace + ":{" + queueTag + "}:task:" + id));
    } finally {
      client.shutdown();
    }
  }

  InvariantChecker invariants() {
    return InvariantChecker.of(uri, namespace);
  }

  @Override
  public void close() {
    queue.close();
  }
}
