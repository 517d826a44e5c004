package io.sitq.it.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.spi.QueueStats;
import io.sitq.spi.Submission;
import io.sitq.testkit.SitqRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A worker process with a heap of 256 MB and the tasks that it finds: good ones, and hostile ones
 * between them, all of them in the queue before it starts.
 */
final class HostileRun implements AutoCloseable {
  private static final Duration MOST = Duration.ofMinutes(15);
  private static final int IN_FLIGHT = 200;
  private static final byte[] ENVELOPE = "envelope".getBytes(UTF_8);

  private final SitqRedis redis;
  private final String namespace;
  private final long millis;
  private final RedisBackend backend;
  private final TaskQueue queue;
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> keys;

  HostileRun(SitqRedis redis, long millis) {
    this.redis = redis;
    this.namespace = redis.newNamespace();
    this.millis = millis;
    this.backend = RedisBackend.connect(RedisSettings.of(redis.uri()).namespace(namespace));
    this.queue = TaskQueue.on(backend);
    this.client = RedisClient.create(redis.uri());
    this.keys = client.connect(ByteArrayCodec.INSTANCE);
  }

  /** Executes good tasks and as many hostile ones between them; good tasks per second. */
  double rate(int good, int hostile, Path log) throws Exception {
    fill(good, hostile);
    Process worker = start(log);
    try {
      await()
          .atMost(MOST)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> worker.isAlive() ? succeeded() > 0 : fail(worker, log));
      long first = Math.min(succeeded(), good - 1);
      long begun = System.nanoTime();
      await()
          .atMost(MOST)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> worker.isAlive() ? waiting() == 0 : fail(worker, log));
      double seconds = (System.nanoTime() - begun) / 1e9;
      assertGood(good);
      assertHostile(hostile);
      assertThat(Files.readString(log)).doesNotContain("OutOfMemoryError");
      return (good - first) / seconds;
    } finally {
      worker.destroy();
      assertThat(worker.waitFor(60, SECONDS)).isTrue();
    }
  }

  private static boolean fail(Process worker, Path log) throws IOException {
    throw new AssertionError(
        "the worker ended with " + worker.exitValue() + ": " + Files.readString(log));
  }

  private void fill(int good, int hostile) {
    HostilePayloads payloads = new HostilePayloads(20_261_124, hostile);
    List<CompletableFuture<?>> sent = new ArrayList<>();
    for (int i = 0; i < Math.max(good, hostile); i++) {
      if (i < good) {
        TaskOptions options = TaskOptions.defaults().id("good-" + i);
        sent.add(queue.async().enqueue(ShipOrder.number(i), options).toCompletableFuture());
      }
      if (i < hostile) {
        String id = "default:hostile-" + i;
        Submission submission =
            new Submission("default", id, "ship-order", payloads.envelope(id, i), 0);
        sent.add(backend.enqueuer().enqueue(submission).toCompletableFuture());
      }
      if (sent.size() > IN_FLIGHT) {
        sent.forEach(CompletableFuture::join);
        sent.clear();
      }
    }
    sent.forEach(CompletableFuture::join);
  }

  private Process start(Path log) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
            "-cp",
            System.getProperty("java.class.path"),
            HostileWorker.class.getName(),
            redis.uri(),
            namespace,
            Long.toString(millis))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private QueueStats stats() {
    return backend.inspector().stats("default").toCompletableFuture().join();
  }

  private long waiting() {
    QueueStats stats = stats();
    return stats.pending() + stats.running() + stats.scheduled();
  }

  private long succeeded() {
    return stats().counts().getOrDefault("ship-order", Map.of()).getOrDefault("success", 0L);
  }

  private void assertGood(int good) {
    for (int i = 0; i < good; i += 1 + good / 500) {
      TaskResult<Integer> result =
          queue.getResult("default:good-" + i, ShipOrder.class).orElseThrow();
      assertThat(result.status()).as("good task %d", i).isEqualTo(TaskStatus.SUCCESS);
      assertThat(result.value()).isEqualTo(i);
    }
  }

  /** All ended, most of them by being refused, and those are kept with their bytes. */
  private void assertHostile(int hostile) {
    HostilePayloads payloads = new HostilePayloads(20_261_124, hostile);
    int failed = 0;
    int looked = 0;
    for (int i = 0; i < hostile; i++) {
      String id = "default:hostile-" + i;
      byte[] envelope = payloads.envelope(id, i);
      if (i % (1 + hostile / 500) == 0) {
        TaskResult<Integer> result = queue.getResult(id, ShipOrder.class).orElseThrow();
        looked++;
        assertThat(result.status().isTerminal()).as("hostile task %d", i).isTrue();
        if (result.status() == TaskStatus.FAILED) {
          failed++;
          assertThat(result.error()).as("hostile task %d", i).contains("ship-order");
          assertThat(kept(id)).as("hostile task %d", i).isIn(envelope, null);
        }
      }
    }
    assertThat(failed).as("of %d", looked).isGreaterThanOrEqualTo(looked / 2);
  }

  private byte[] kept(String id) {
    return keys.sync().hget((namespace + ":{default}:task:" + id).getBytes(UTF_8), ENVELOPE);
  }

  @Override
  public void close() {
    queue.close();
    keys.close();
    client.shutdown();
  }
}
