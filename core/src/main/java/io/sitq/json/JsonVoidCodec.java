package io.sitq.json;

import io.sitq.TaskSerializationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.ValueCodec;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** No value but null. */
final class JsonVoidCodec implements ValueCodec {
  private static final String NULL = "null";

  private final String subject;

  JsonVoidCodec(String subject) {
    this.subject = subject;
  }

  @Override
  public byte[] encode(@Nullable Object value) {
    if (value != null) {
      throw new TaskSerializationException(
          subject,
          "",
          subject
              + " can't be encoded: the declared type is Void, a "
              + value.getClass().getName()
              + " was given: return null",
          null);
    }
    return NULL.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable Object decode(ByteSlice bytes) {
    String text = new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
    if (!text.strip().equals(NULL)) {
      throw new TaskSerializationException(
          subject,
          "",
          subject + " can't be decoded: the declared type is Void, the JSON is not null",
          null);
    }
    return null;
  }
}
