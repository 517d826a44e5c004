package io.sitq.spi;

import io.sitq.TaskSerializationException;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes the values of one declared type. Thread-safe. */
public interface ValueCodec {
  /**
   * The value as bytes.
   *
   * @throws TaskSerializationException if it can't be encoded, or takes more than {@link
   *     Limits#ENVELOPE_BYTES}
   */
  byte[] encode(@Nullable Object value);

  /**
   * The value of the bytes, which may come from anybody: lengths and depth are checked.
   *
   * @throws TaskSerializationException if they are no value of the type
   */
  @Nullable Object decode(ByteSlice bytes);
}
