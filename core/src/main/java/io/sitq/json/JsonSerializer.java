package io.sitq.json;

import io.sitq.TaskValidationException;
import io.sitq.spi.Serializer;
import io.sitq.spi.ValueCodec;
import io.sitq.spi.ValueType;
import java.lang.reflect.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as JSON, bound to records by declared type: codec {@code json}. Supports the types that
 * the Kryo codec supports; map keys must be texts, numbers, enums or other scalars. Annotations of
 * Jackson are not looked at, so that no class can ask for types to be chosen by the text.
 * Thread-safe.
 *
 * <p>Records are objects; unknown properties are ignored, missing ones become 0, false, null or
 * empty, a null for a primitive is refused. java.time values are ISO-8601 strings, enums the names
 * of their constants, {@code byte[]} is Base64, an optional is its value or null, a value of a
 * sealed interface is an object with one property, whose name is the wire name of the record or
 * enum. Text is never turned into numbers or the other way round. What is decoded is unmodifiable
 * and keeps the order.
 *
 * <p>The codec for {@link JsonText} takes any JSON, and so does the one for {@code Object.class},
 * which decodes to {@link JsonText}.
 */
public final class JsonSerializer implements Serializer {
  private final JsonMapper mapper = JsonMappers.create();

  /** A serializer. */
  public JsonSerializer() {}

  @Override
  public String codec() {
    return JsonText.CODEC;
  }

  @Override
  public ValueCodec codecFor(Type type, String subject) {
    if (type == JsonText.class) {
      return new JsonTextCodec(mapper, subject);
    }
    ValueType declared = ValueType.of(type, subject);
    return switch (declared.shape()) {
      case ANY -> new JsonTextCodec(mapper, subject);
      case VOID -> new JsonVoidCodec(subject);
      default -> {
        JsonTypes.check(declared, subject);
        yield bound(type, subject);
      }
    };
  }

  private ValueCodec bound(Type type, String subject) {
    try {
      return new JsonValueCodec(mapper, mapper.constructType(type), subject);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new TaskValidationException(
          type.getTypeName(),
          "open to Jackson",
          subject
              + ": "
              + type.getTypeName()
              + " can't be bound to JSON: if its module is not open, let it say 'opens' for its"
              + " package; the cause says more",
          e);
    }
  }
}
