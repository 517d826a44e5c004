package io.sitq.json;

import io.sitq.TaskSerializationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Limits;
import io.sitq.spi.ValueCodec;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Any one JSON value, checked and written without spaces; numbers stay as they are written. */
final class JsonTextCodec implements ValueCodec {
  private final JsonMapper mapper;
  private final String subject;

  JsonTextCodec(JsonMapper mapper, String subject) {
    this.mapper = mapper;
    this.subject = subject;
  }

  @Override
  public byte[] encode(@Nullable Object value) {
    if (value != null && !(value instanceof JsonText)) {
      throw new TaskSerializationException(
          subject,
          "",
          subject
              + " can't be encoded: a "
              + value.getClass().getName()
              + " has no declared type: ask for the codec of its type, or pass a JsonText",
          null);
    }
    String text = value == null ? "null" : ((JsonText) value).text();
    try (JsonParser parser = mapper.createParser(text)) {
      return compact(parser);
    } catch (RuntimeException | StackOverflowError e) {
      throw JsonFailures.encoding(subject, e);
    }
  }

  @Override
  public JsonText decode(ByteSlice bytes) {
    if (bytes.length() > Limits.ENVELOPE_BYTES) {
      throw JsonFailures.tooLong(subject, bytes.length());
    }
    try (JsonParser parser = mapper.createParser(bytes.array(), bytes.offset(), bytes.length())) {
      return new JsonText(new String(compact(parser), StandardCharsets.UTF_8));
    } catch (RuntimeException | StackOverflowError e) {
      throw JsonFailures.decoding(subject, e);
    }
  }

  private byte[] compact(JsonParser parser) {
    BoundedBytes bytes = new BoundedBytes();
    try (JsonGenerator generator = mapper.createGenerator(bytes)) {
      int depth = 0;
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new JsonFailures.NotOneValue("there is none");
      }
      while (token != null) {
        copy(token, parser, generator);
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        token = parser.nextToken();
        if (token != null && depth == 0) {
          throw new JsonFailures.NotOneValue(
              "more follows in line "
                  + parser.currentTokenLocation().getLineNr()
                  + ", column "
                  + parser.currentTokenLocation().getColumnNr());
        }
      }
    }
    return bytes.toByteArray();
  }

  private static void copy(JsonToken token, JsonParser parser, JsonGenerator generator) {
    if (token.isNumeric()) {
      generator.writeNumber(parser.getString());
    } else {
      generator.copyCurrentEvent(parser);
    }
  }
}
