package io.sitq.it.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.it.chaos.ChildProcess;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import io.sitq.worker.WorkerBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many workers, many queues, large payloads: all is done, on few connections. Small by default;
 * {@code bin/scale} makes it 50 processes and 100 queues, and prints the figures of the docs.
 */
class ScaleIT {
  private static final boolean LARGE = Boolean.getBoolean("sitq.scale");
  private static final String QUEUE = "scale";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int BATCH = 500;

  /** Some of what an idle worker does it does once in half a minute. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final SitqRedis redis = SitqRedis.builder().start();
  private final String namespace = redis.newNamespace();
  private final RedisClient client = RedisClient.create(redis.uri());
  private final RedisCommands<String, String> commands = client.connect().sync();
  private final RedisBackend backend = connect();
  private final TaskQueue queue = TaskQueue.on(backend);

  @TempDir private Path logs;

  @AfterEach
  void close() {
    queue.close();
    client.shutdown();
    InvariantChecker.of(redis.uri(), namespace).drained().counted().check();
    redis.close();
  }

  private RedisBackend connect() {
    return RedisBackend.connect(RedisSettings.of(redis.uri()).namespace(namespace));
  }

  @Test
  void processes_share_a_queue() throws Exception {
    int processes = LARGE ? 50 : 3;
    int tasks = LARGE ? 200_000 : 3_000;
    List<ChildProcess> fleet = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        List<String> args = List.of(redis.uri(), namespace, QUEUE);
        fleet.add(ChildProcess.start("worker-" + i, FleetWorker.class, logs, args));
      }
      await().atMost(PATIENCE).until(() -> workers() == processes);
      // for commands, notifications and the reader; one more for leases when there are some
      await().atMost(PATIENCE).until(() -> connections() >= 2 + 3 * processes);
      if (LARGE) {
        tell("fleet.idle_commands_per_s_a_worker", idleCommandsPerSecond() / processes);
      }
      long begin = System.nanoTime();
      List<TaskHandle<byte[]>> handles = enqueue(tasks, new byte[16], List.of(QUEUE));
      Set<String> took =
          ends(handles).stream().map(end -> end.worker().orElseThrow()).collect(Collectors.toSet());
      tell("fleet.tasks_per_s", perSecond(tasks, begin));
      tell("fleet.connections_a_worker", (connections() - 3.0) / processes);
      assertThat(took).as("workers that had a part in it").hasSizeGreaterThan(processes / 2);
      for (ChildProcess worker : fleet) {
        worker.terminate();
      }
      for (ChildProcess worker : fleet) {
        assertThat(worker.awaitEnd(Duration.ofSeconds(60))).isTrue();
      }
      assertThat(consumers()).as("consumers left behind").isZero();
    } finally {
      fleet.forEach(ChildProcess::kill);
    }
  }

  @Test
  void payloads_of_any_size_come_back_whole() {
    try (Worker worker = worker(List.of(QUEUE))) {
      worker.start();
      for (int size : List.of(100, 10_000, 500_000)) {
        int tasks = (LARGE ? 100_000_000 : 5_000_000) / Math.max(size, 5_000);
        byte[] payload = new byte[size];
        new java.util.Random(size).nextBytes(payload);
        long begin = System.nanoTime();
        for (int from = 0; from < tasks; from += BATCH) {
          int some = Math.min(BATCH, tasks - from);
          assertThat(ends(enqueue(some, payload, List.of(QUEUE))))
              .allSatisfy(end -> assertThat(end.value()).isEqualTo(payload));
        }
        tell("payload." + size + ".trips_per_s", perSecond(tasks, begin));
      }
    }
  }

  @Test
  void one_worker_serves_many_queues() {
    for (int count : LARGE ? List.of(1, 10, 100) : List.of(1, 30)) {
      List<String> queues =
          IntStream.range(0, count).mapToObj(i -> QUEUE + count + "-" + i).toList();
      long before = connections();
      try (Worker worker = worker(queues)) {
        worker.start();
        await().atMost(PATIENCE).until(() -> connections() >= before + count);
        tell("queues." + count + ".connections", (double) (connections() - before));
        int tasks = LARGE ? 100_000 : 3_000;
        long begin = System.nanoTime();
        assertThat(ends(enqueue(tasks, new byte[16], queues))).allMatch(TaskResult::isSuccess);
        tell("queues." + count + ".tasks_per_s", perSecond(tasks, begin));
        if (LARGE) {
          double idle = idleCommandsPerSecond();
          tell("queues." + count + ".idle_commands_per_s", idle);
          assertThat(idle).as("at most one for each queue").isLessThanOrEqualTo(count);
        }
      }
    }
  }

  private Worker worker(List<String> queues) {
    WorkerBuilder builder =
        Worker.on(connect()).concurrency(64).logTasks(false).handle(Echo.class, Echo::bytes);
    queues.forEach(builder::queue);
    return builder.build();
  }

  /** Spread over the queues in turn. */
  private List<TaskHandle<byte[]>> enqueue(int tasks, byte[] payload, List<String> queues) {
    List<TaskHandle<byte[]>> handles = new ArrayList<>();
    for (String name : queues) {
      List<Echo> batch =
          IntStream.range(0, tasks / queues.size()).mapToObj(i -> new Echo(payload)).toList();
      handles.addAll(queue.enqueueAll(batch, TaskOptions.defaults().queue(name)));
    }
    return handles;
  }

  private static List<TaskResult<byte[]>> ends(List<TaskHandle<byte[]>> handles) {
    return handles.stream()
        .map(handle -> handle.awaitAsync(PATIENCE).toCompletableFuture())
        .toList() // all at once, then one after the other
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private int workers() {
    return backend.inspector().workers().toCompletableFuture().join().size();
  }

  /** Those of the group; one is there from its first task on. */
  private int consumers() {
    String key = namespace + ":{" + QUEUE + "}:ready";
    return commands.exists(key) == 0 ? 0 : commands.xinfoConsumers(key, "workers").size();
  }

  private long connections() {
    return info("clients", "connected_clients");
  }

  private double idleCommandsPerSecond() {
    return (double) SentCommands.during(IDLE, redis.uri()) / IDLE.toSeconds();
  }

  private long info(String section, String field) {
    return commands
        .info(section)
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(field.length() + 1).strip()))
        .findFirst()
        .orElseThrow();
  }

  private static double perSecond(int tasks, long beginNanos) {
    return tasks * 1e9 / (System.nanoTime() - beginNanos);
  }

  @SuppressWarnings("SystemOut") // the figures are for people
  private static void tell(String name, double figure) {
    System.out.printf(Locale.ROOT, "%s %.1f%n", name, figure);
  }
}
