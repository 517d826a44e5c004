package io.sitq.json;

import io.sitq.spi.ByteSlice;
import io.sitq.spi.Limits;
import io.sitq.spi.ValueCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The values of one declared type. */
final class JsonValueCodec implements ValueCodec {
  private final String subject;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  JsonValueCodec(JsonMapper mapper, JavaType type, String subject) {
    this.subject = subject;
    this.reader = mapper.readerFor(type);
    this.writer = mapper.writerFor(type);
  }

  @Override
  public byte[] encode(@Nullable Object value) {
    BoundedBytes bytes = new BoundedBytes();
    try {
      writer.writeValue(bytes, value);
    } catch (RuntimeException | StackOverflowError e) {
      throw JsonFailures.encoding(subject, e);
    }
    return bytes.toByteArray();
  }

  @Override
  public @Nullable Object decode(ByteSlice bytes) {
    if (bytes.length() > Limits.ENVELOPE_BYTES) {
      throw JsonFailures.tooLong(subject, bytes.length());
    }
    try {
      return reader.readValue(bytes.array(), bytes.offset(), bytes.length());
    } catch (RuntimeException | StackOverflowError e) {
      throw JsonFailures.decoding(subject, e);
    }
  }
}
