package io.sitq.cli;

import io.sitq.AttemptError;
import io.sitq.Task;
import io.sitq.TaskHandle;
import io.sitq.TaskListener;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.redis.RedisBackend;
import io.sitq.spi.TaskType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What strategies are tried out with: a queue, tasks, and things for them to fail on. */
final class DemoStage implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RedisBackend backend;
  private final TaskQueue queue;
  private final DemoLog recoveryLog = DemoLog.of("io.sitq.recovery");
  private final DemoTasks tasks;
  private final DemoServer server;
  private final Path directory;

  private DemoStage(RedisBackend backend, DemoTasks tasks, DemoServer server, Path directory) {
    this.backend = backend;
    this.queue = TaskQueue.builder(backend).keepBackendOpen().build();
    this.tasks = tasks;
    this.server = server;
    this.directory = directory;
  }

  static DemoStage open(RedisBackend backend, Map<String, TaskType<?>> types) throws IOException {
    Path directory = Files.createTempDirectory("sitq-demo");
    return new DemoStage(backend, new DemoTasks(types), DemoServer.start(), directory);
  }

  TaskQueue queue() {
    return queue;
  }

  /** The same queue with a listener. */
  TaskQueue queue(TaskListener listener) {
    return TaskQueue.builder(backend).listener(listener).keepBackendOpen().build();
  }

  /** What the recovery module tells in the logs. */
  DemoLog recoveryLog() {
    return recoveryLog;
  }

  DemoTasks tasks() {
    return tasks;
  }

  DemoServer server() {
    return server;
  }

  /** A task that fails this many times, whoever runs it, and then returns how often it ran. */
  Task<Object> flaky(int failures) throws IOException {
    return tasks.flaky(file(""), failures);
  }

  String file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "demo", ".txt"), text).toString();
  }

  /** A URL whose port is closed. */
  String closedUrl() {
    return "http://127.0.0.1:1/";
  }

  /** Enqueues a task, waits for its end, and tells it. */
  String endOf(Task<Object> task, TaskOptions options) {
    return tell(queue.enqueue(task, options).await(PATIENCE));
  }

  String endOf(TaskHandle<Object> handle) {
    return tell(handle.await(PATIENCE));
  }

  /** Status, attempt, value or error, and the errors of the attempts before. */
  static String tell(TaskResult<?> result) {
    String end =
        result.isSuccess() ? ": " + result.value() : result.isFailed() ? ": " + error(result) : "";
    String before =
        result.errors().isEmpty()
            ? ""
            : ", after "
                + result.errors().stream()
                    .map(AttemptError::error)
                    .collect(Collectors.joining(", "));
    return result.status().wireName() + " in attempt " + result.attempt() + end + before;
  }

  private static String error(TaskResult<?> result) {
    String type = String.valueOf(result.errorType());
    return type.substring(type.lastIndexOf('.') + 1);
  }

  @Override
  public void close() throws IOException {
    queue.close();
    recoveryLog.close();
    server.close();
    List<Path> paths;
    try (Stream<Path> found = Files.walk(directory)) {
      paths = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
