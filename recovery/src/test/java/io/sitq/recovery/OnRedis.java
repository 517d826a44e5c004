package io.sitq.recovery;

import io.sitq.TaskQueue;
import io.sitq.recovery.Tasks.Connect;
import io.sitq.recovery.Tasks.Divide;
import io.sitq.recovery.Tasks.Flaky;
import io.sitq.recovery.Tasks.Length;
import io.sitq.recovery.Tasks.ReadNames;
import io.sitq.recovery.Tasks.Save;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.spi.QueueStats;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A queue and a worker on a namespace of their own; the invariants hold when the test ends. */
abstract class OnRedis {
  static final Duration SOON = Duration.ofSeconds(20);
  static final Duration SHORT = Duration.ofMillis(150);

  final SitqRedis redis = SitqRedis.shared();
  final String namespace = redis.newNamespace();
  final Map<String, Integer> runs = new ConcurrentHashMap<>();
  final Map<String, String> headers = new ConcurrentHashMap<>();
  final RedisBackend backend = connect();
  final TaskQueue queue = TaskQueue.on(backend);
  final Recovery recovery = Recovery.on(queue);
  private Worker worker;

  @BeforeEach
  void startWorker() {
    worker =
        Worker.on(connect())
            .logTasks(false)
            .handle(
                Divide.class,
                (task, context) -> {
                  headers.putAll(context.headers());
                  return task.a() / task.b();
                })
            .handle(Flaky.class, this::flaky)
            .handle(Connect.class, OnRedis::connects)
            .handle(ReadNames.class, task -> Files.readAllLines(Path.of(task.file())))
            .handle(Length.class, task -> task.text().length())
            .run(Save.class, task -> {})
            .build();
    worker.start();
  }

  @AfterEach
  void closeAll() {
    worker.close();
    queue.close();
    InvariantChecker.of(redis.uri(), namespace).check();
  }

  RedisBackend connect() {
    return RedisBackend.connect(RedisSettings.of(redis.uri()).namespace(namespace));
  }

  /** The first port that nobody listens on, now. */
  static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** How often a task of the name was enqueued and has ended, or has not. */
  long everEnqueued(String taskName) {
    QueueStats stats = backend.inspector().stats("default").toCompletableFuture().join();
    long ended =
        stats.counts().getOrDefault(taskName, Map.of()).values().stream()
            .mapToLong(Long::longValue)
            .sum();
    return ended + stats.pending() + stats.running() + stats.scheduled();
  }

  private String flaky(Flaky task) throws IOException {
    int run = runs.merge(task.key(), 1, Integer::sum);
    if (run <= task.failures()) {
      throw new IOException("run " + run + " of " + task.key());
    }
    return "run " + run;
  }

  private static boolean connects(Connect task) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), task.port())) {
      return socket.isConnected();
    }
  }

  static List<String> ids(AttemptsFailedException failure) {
    return failure.attempts().stream().map(FailedAttempt::taskId).toList();
  }
}
