package io.sitq.seal;

import io.sitq.spi.ByteSlice;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Sealed bytes, format 1: a byte 115 ({@code s}), a byte that says the algorithm, a byte with the
 * length of the key's id, the id in ASCII, and what the algorithm makes.
 */
final class SealedBytes {
  /** No version of an envelope begins with it. */
  private static final byte MARK = 's';

  private static final int FIXED_BYTES = 3;

  private SealedBytes() {}

  static boolean isSealed(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == MARK;
  }

  static byte[] head(SealKey key) {
    byte[] id = key.id().getBytes(StandardCharsets.US_ASCII);
    byte[] head = new byte[FIXED_BYTES + id.length];
    head[0] = MARK;
    head[1] = (byte) key.algorithm().code();
    head[2] = (byte) id.length;
    System.arraycopy(id, 0, head, FIXED_BYTES, id.length);
    return head;
  }

  static byte[] seal(SealKey key, byte[] context, byte[] content) {
    return switch (key.algorithm()) {
      case HMAC_SHA256 -> HmacSeal.seal(key, context, head(key), content);
      case AES_256_GCM -> GcmSeal.seal(key, context, head(key), content);
    };
  }

  /** The id of the key, cut where the bytes end. */
  static ByteSlice keyId(ByteSlice sealed) {
    if (sealed.length() < FIXED_BYTES) {
      return ByteSlice.of(new byte[0]);
    }
    int length = sealed.array()[sealed.offset() + 2] & 0xff;
    return ByteSlice.of(
        sealed.array(),
        sealed.offset() + FIXED_BYTES,
        Math.min(length, sealed.length() - FIXED_BYTES));
  }

  /** The content; null if it was not sealed so with this key for this context. */
  static @Nullable ByteSlice open(SealKey key, byte[] context, ByteSlice sealed) {
    if (sealed.array()[sealed.offset() + 1] != key.algorithm().code()) {
      return null;
    }
    int headBytes = FIXED_BYTES + key.id().length();
    return switch (key.algorithm()) {
      case HMAC_SHA256 -> HmacSeal.open(key, context, sealed, headBytes);
      case AES_256_GCM -> GcmSeal.open(key, context, sealed, headBytes);
    };
  }
}
