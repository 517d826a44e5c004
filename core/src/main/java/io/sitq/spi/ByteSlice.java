package io.sitq.spi;

import java.util.Arrays;

/**
 * A part of an array that nobody writes to any more. Not copied, so that a payload goes from the
 * socket to the handler in one piece.
 */
public final class ByteSlice {
  private final byte[] bytes;
  private final int offset;
  private final int length;

  private ByteSlice(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  /** The whole array, which must not change afterwards. */
  public static ByteSlice of(byte[] bytes) {
    return new ByteSlice(bytes, 0, bytes.length);
  }

  /** A part of the array, which must not change afterwards. */
  public static ByteSlice of(byte[] bytes, int offset, int length) {
    java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
    return new ByteSlice(bytes, offset, length);
  }

  /** The array; not to be written to. */
  public byte[] array() {
    return bytes;
  }

  /** Where in the array the slice begins. */
  public int offset() {
    return offset;
  }

  /** How many bytes it has. */
  public int length() {
    return length;
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }
}
