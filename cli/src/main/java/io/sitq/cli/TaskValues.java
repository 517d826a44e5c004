package io.sitq.cli;

import io.sitq.TaskStatus;
import io.sitq.json.JsonText;
import io.sitq.kryo.KryoSerializer;
import io.sitq.seal.SealException;
import io.sitq.seal.Sealing;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.StoredTask;
import io.sitq.spi.TaskType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The values of results as JSON. What a JSON task returned is JSON as it is stored. A Kryo value is
 * decoded by its task's declared type if a task JAR gave that, else as what its bytes say.
 */
final class TaskValues {
  private final KryoSerializer kryo = new KryoSerializer();
  private final Map<String, TaskType<?>> types;
  private final Sealing sealing;

  TaskValues(Map<String, TaskType<?>> types) {
    this(types, Sealing.none());
  }

  TaskValues(Map<String, TaskType<?>> types, Sealing sealing) {
    this.types = types;
    this.sealing = sealing;
  }

  /** The task with its errors in plain text, as far as there are keys for them. */
  StoredTask opened(StoredTask task) {
    return sealing.openErrors(task);
  }

  /**
   * The value of a success; JSON's null of one without a value, and of what has not succeeded.
   *
   * @throws SealException if it is not sealed as it must be
   * @throws io.sitq.SitqException if it can't be decoded
   */
  JsonNode of(StoredTask task) {
    if (task.status() != TaskStatus.SUCCESS) {
      return NullNode.getInstance();
    }
    EncodedValue value = sealing.openValue(task, task.value());
    if (value == null) {
      return NullNode.getInstance();
    }
    if (value.codec().equals(JsonText.CODEC)) {
      return Json.MAPPER.readTree(new String(value.bytes(), StandardCharsets.UTF_8));
    }
    String name = task.task() == null ? task.id() : task.task();
    TaskType<?> known = types.get(name);
    Type type = known == null ? Object.class : known.resultType();
    return Json.of(kryo.codecFor(type, name).decode(ByteSlice.of(value.bytes())));
  }
}
