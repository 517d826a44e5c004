package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.TaskEvent;
import io.sitq.TaskHandle;
import io.sitq.TaskListener;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import io.sitq.it.worker.Tasks.Fail;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.fault.FaultyProxy;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that die, freeze, or are just slow, with leases of a second or two. */
class LeaseIT extends OnRedis {
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofMinutes(1);

  @TempDir Path dir;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void killProcesses() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  InvariantChecker invariants() {
    try (RedisBackend backend = connect()) {
      // what the killed ones left in the group goes when it has been idle for long; here at once
      backend.recovery().removeIdleConsumers("default", Duration.ZERO).toCompletableFuture().join();
    }
    return InvariantChecker.of(redis.uri(), namespace).drained();
  }

  private Process startProcess() throws IOException {
    return startProcess(redis.uri());
  }

  private Process startProcess(String uri) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                uri,
                namespace,
                dir.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    processes.add(process);
    return process;
  }

  private static void signal(String name, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  private void awaitFile(String name) {
    await().atMost(LATER).until(() -> Files.exists(dir.resolve(name)));
  }

  private static TaskResult<String> awaitEnd(TaskHandle<String> handle) {
    await()
        .atMost(LATER)
        .until(
            () ->
                handle
                    .result()
                    .map(
                        result ->
                            result.status() != TaskStatus.RUNNING
                                && result.status() != TaskStatus.PENDING)
                    .orElse(false));
    return handle.result().orElseThrow();
  }

  @Test
  void a_task_whose_worker_is_killed_is_run_by_another_one_and_the_crash_counted()
      throws Exception {
    AtomicInteger recovered = new AtomicInteger();
    TaskHandle<String> handle = queue.enqueue(new Say("hang"));
    Process process = startProcess();
    awaitFile("begun");
    Worker other =
        start(
            worker()
                .lease(LEASE)
                .handle(Say.class, task -> "other")
                .listener(
                    new TaskListener() {
                      @Override
                      public void recovered(String queue, int tasks) {
                        recovered.addAndGet(tasks);
                      }
                    }));
    signal("KILL", process);

    TaskResult<String> result = awaitEnd(handle);
    assertThat(result.status()).isEqualTo(TaskStatus.SUCCESS);
    assertThat(result.crashes()).isEqualTo(1);
    assertThat(result.attempt()).isEqualTo(1);
    assertThat(result.worker()).contains(other.id());
    await().until(() -> recovered.get() == 1);
  }

  @Test
  void a_worker_that_is_killed_after_the_effect_and_before_its_settle_has_it_done_again()
      throws Exception {
    TaskHandle<String> handle = queue.enqueue(new Say("effect"));
    try (FaultyProxy proxy = FaultyProxy.before(redis.uri())) {
      Process process = startProcess(proxy.uri());
      awaitFile("begun");
      proxy.swallow(true); // its settle gets nowhere
      Files.createFile(dir.resolve("thawed"));
      await().atMost(LATER).until(() -> effects() == 1);
      signal("KILL", process);
    }
    start(
        worker()
            .lease(LEASE)
            .handle(
                Say.class,
                task -> {
                  Program.haveEffect(dir);
                  return "again";
                }));

    TaskResult<String> result = awaitEnd(handle);
    assertThat(result.value()).isEqualTo("again");
    assertThat(result.crashes()).isEqualTo(1);
    assertThat(effects()).isEqualTo(2); // at least once: handlers must be idempotent
  }

  private long effects() throws IOException {
    Path file = dir.resolve("effects");
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  @Test
  void a_worker_that_was_frozen_longer_than_its_lease_is_refused() throws Exception {
    TaskHandle<String> handle = queue.enqueue(new Say("frozen"));
    Process process = startProcess();
    awaitFile("begun");
    signal("STOP", process);
    start(worker().lease(LEASE).handle(Say.class, task -> "other"));
    TaskResult<String> result = awaitEnd(handle);
    Files.createFile(dir.resolve("thawed"));
    signal("CONT", process);

    awaitFile("lost");
    assertThat(result.value()).isEqualTo("other");
    assertThat(awaitEnd(handle).value()).isEqualTo("other");
  }

  @Test
  void poison_ends_as_a_dead_letter_and_its_neighbours_all_succeed() throws Exception {
    List<TaskHandle<String>> good = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      good.add(queue.enqueue(new Say("good")));
    }
    TaskHandle<String> poison = queue.enqueue(new Fail("halt"));
    for (int i = 0; i < 250; i++) {
      good.add(queue.enqueue(new Say("good")));
    }
    Process[] running = {startProcess(), startProcess()};
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              for (int i = 0; i < running.length; i++) {
                if (!running[i].isAlive()) {
                  running[i] = startProcess();
                }
              }
              return poison.result().map(r -> r.status() == TaskStatus.FAILED).orElse(false);
            });

    assertThat(good).allMatch(handle -> handle.await(LATER).status() == TaskStatus.SUCCESS);
    assertThat(processes).hasSizeBetween(5, 6);
    assertThat(poison.result().orElseThrow().crashes()).isEqualTo(4);
  }

  @Test
  void long_handlers_keep_their_leases() {
    Set<String> lost = ConcurrentHashMap.newKeySet();
    AtomicInteger executions = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      start(
          worker()
              .lease(LEASE)
              .concurrency(4)
              .handle(
                  Say.class,
                  task -> {
                    executions.incrementAndGet();
                    TimeUnit.MILLISECONDS.sleep(LEASE.toMillis() * 5 / 2); // what this is about
                    return task.text();
                  })
              .listener(
                  new TaskListener() {
                    @Override
                    public void lost(TaskEvent event) {
                      lost.add(event.taskId());
                    }
                  }));
    }
    List<TaskHandle<String>> handles = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      handles.add(queue.enqueue(new Say("x")));
    }
    for (TaskHandle<String> handle : handles) {
      TaskResult<String> result = awaitEnd(handle);
      assertThat(result.status()).isEqualTo(TaskStatus.SUCCESS);
      assertThat(result.crashes()).isZero();
    }
    assertThat(executions).hasValue(10);
    assertThat(lost).isEmpty();
  }

  /** A worker that hangs, freezes or halts as its tasks say. */
  static final class Program {
    public static void main(String[] args) {
      Path dir = Path.of(args[2]);
      Worker.on(RedisBackend.connect(RedisSettings.of(args[0]).namespace(args[1])))
          .lease(LEASE)
          .concurrency(8)
          .handle(
              Say.class,
              task -> {
                if (task.text().equals("good")) {
                  return "good";
                }
                touch(dir.resolve("begun"));
                if (task.text().equals("hang")) {
                  TimeUnit.HOURS.sleep(1);
                }
                while (!Files.exists(dir.resolve("thawed"))) {
                  Thread.onSpinWait();
                }
                haveEffect(dir);
                return "late";
              })
          .handle(
              Fail.class,
              task -> {
                Runtime.getRuntime().halt(1);
                return "";
              })
          .listener(
              new TaskListener() {
                @Override
                public void lost(TaskEvent event) {
                  touch(dir.resolve("lost"));
                }
              })
          .build()
          .start();
    }

    static void haveEffect(Path dir) throws IOException {
      Files.writeString(
          dir.resolve("effects"), "effect\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void touch(Path file) {
      try {
        Files.writeString(file, "", StandardOpenOption.CREATE);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
