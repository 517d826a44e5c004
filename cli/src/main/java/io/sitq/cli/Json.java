package io.sitq.cli;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON in and out of the program. */
final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** In one line, safe to print. */
  static String text(JsonNode node) {
    return SafeText.json(MAPPER.writeValueAsString(node));
  }

  /** A value of a JDK type or a record as JSON. */
  static JsonNode of(@Nullable Object value) {
    return MAPPER.valueToTree(value);
  }

  /** ISO-8601 in UTC; null stays null. */
  static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  /**
   * Checks a task's arguments.
   *
   * @param where they came from, for the message
   * @throws UsageException unless they are one JSON object; says line and column
   */
  static String requireObject(String text, String where) {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new UsageException(
          where + " is no JSON" + place(e.getLocation()) + ": " + e.getOriginalMessage() + hint(),
          e);
    }
    if (!node.isObject()) {
      String what = node.isMissingNode() ? "empty" : "a JSON " + node.getNodeType();
      throw new UsageException(where + " must be a JSON object, it is " + what + hint());
    }
    return text;
  }

  private static String place(@Nullable TokenStreamLocation location) {
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String hint() {
    return "\nWrite it like '{\"a\":10,\"b\":2}', in single quotes so that the shell leaves it alone,"
        + " or pass - and pipe it in.";
  }
}
