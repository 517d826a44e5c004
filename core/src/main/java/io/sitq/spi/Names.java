package io.sitq.spi;

import io.sitq.TaskValidationException;
import java.util.regex.Pattern;

/** Which names are allowed for queues, tasks and ids, and how an id carries its queue. */
public final class Names {
  /** The queue of tasks that name none. */
  public static final String DEFAULT_QUEUE = "default";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final Pattern CLASS_NAME = Pattern.compile("[\\p{L}\\p{N}._$-]{1,512}");

  private Names() {}

  /**
   * The name, if a queue may have it.
   *
   * @throws TaskValidationException otherwise
   */
  public static String requireQueue(String name) {
    return require("queue", NAME, name, "[A-Za-z0-9._-], 1 to 128 characters");
  }

  /**
   * The name, if a task may have it: as a queue's, or a Java class name.
   *
   * @throws TaskValidationException otherwise
   */
  public static String requireTask(String name) {
    return require(
        "task name", CLASS_NAME, name, "[A-Za-z0-9._-], 1 to 128 characters, or a class name");
  }

  /**
   * The part of an id after its queue, if it may be one.
   *
   * @throws TaskValidationException otherwise
   */
  public static String requireLocalId(String localId) {
    return require("id", NAME, localId, "[A-Za-z0-9._-], 1 to 128 characters");
  }

  /** The whole id of a task. */
  public static String id(String queue, String localId) {
    return queue + ':' + localId;
  }

  /**
   * The queue that an id carries.
   *
   * @throws TaskValidationException unless the id is {@code <queue>:<local id>}
   */
  public static String queueOf(String id) {
    int colon = id.indexOf(':');
    if (colon < 0) {
      throw new TaskValidationException(
          "id",
          "<queue>:<id>",
          "id must be <queue>:<id>, such as default:order-17, got " + Texts.quoted(id));
    }
    requireLocalId(id.substring(colon + 1));
    return requireQueue(id.substring(0, colon));
  }

  private static String require(String what, Pattern pattern, String name, String rule) {
    if (!pattern.matcher(name).matches()) {
      throw new TaskValidationException(
          what, rule, what + " must be " + rule + ", got " + Texts.quoted(name));
    }
    return name;
  }
}
