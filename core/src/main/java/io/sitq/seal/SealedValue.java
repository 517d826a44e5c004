package io.sitq.seal;

import io.sitq.spi.ByteSlice;
import io.sitq.spi.EncodedValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The content of a sealed value: a byte with the length of its codec's name, the name in ASCII, the
 * value. A byte 0 alone says that the task succeeded without a value, so that nobody else can say
 * it. Outside, the codec is {@code sealed}, so that a reader without keys knows why it can't.
 */
final class SealedValue {
  /** The codec's name outside of the seal. */
  static final String CODEC = "sealed";

  private SealedValue() {}

  static byte[] pack(@Nullable EncodedValue value) {
    if (value == null) {
      return new byte[1];
    }
    byte[] codec = value.codec().getBytes(StandardCharsets.US_ASCII);
    byte[] packed = new byte[1 + codec.length + value.bytes().length];
    packed[0] = (byte) codec.length;
    System.arraycopy(codec, 0, packed, 1, codec.length);
    System.arraycopy(value.bytes(), 0, packed, 1 + codec.length, value.bytes().length);
    return packed;
  }

  /** The value of a content whose seal was checked; null for none. */
  static @Nullable EncodedValue unpack(ByteSlice content) {
    byte[] packed = content.array();
    if (content.length() == 1) {
      return null;
    }
    int from = content.offset() + 1;
    int start = from + packed[content.offset()];
    return new EncodedValue(
        new String(packed, from, start - from, StandardCharsets.US_ASCII),
        Arrays.copyOfRange(packed, start, content.offset() + content.length()));
  }
}
