package io.sitq.cli;

import io.sitq.Task;
import io.sitq.json.JsonSerializer;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.TaskType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** The examples' tasks as a caller has them, made of their classes in the JAR. Thread-safe. */
record DemoTasks(Map<String, TaskType<?>> types) {
  Task<Object> divide(int a, int b) {
    return task("divide", Json.object().put("a", a).put("b", b));
  }

  /** Fails the first {@code failures} times that anybody runs it with this counter. */
  Task<Object> flaky(String counter, int failures) {
    return task("flaky", Json.object().put("counter", counter).put("failures", failures));
  }

  Task<Object> readFile(String path) {
    return task("read-file", Json.object().put("path", path));
  }

  Task<Object> fetchUrl(String url) {
    return task("fetch-url", Json.object().put("url", url));
  }

  /** Fetches too, with a retry policy of its handler and rules by the server's answer. */
  Task<Object> download(String url) {
    return task("download", Json.object().put("url", url));
  }

  Task<Object> sleep(long millis) {
    return task("sleep", Json.object().put("millis", millis));
  }

  @SuppressWarnings("unchecked") // the value is only looked at as text
  private Task<Object> task(String name, ObjectNode arguments) {
    TaskType<?> type = Objects.requireNonNull(types.get(name), name);
    byte[] json = Json.text(arguments).getBytes(StandardCharsets.UTF_8);
    Object task = new JsonSerializer().codecFor(type.taskClass(), name).decode(ByteSlice.of(json));
    return (Task<Object>) Objects.requireNonNull(task);
  }
}
