package io.sitq.seal;

import io.sitq.spi.ByteSlice;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** Signs: {@code head, content, HMAC-SHA256 of context, head and content}. */
final class HmacSeal {
  static final String ALGORITHM = "HmacSHA256";
  static final int TAG_BYTES = 32;

  private HmacSeal() {}

  static byte[] seal(SealKey key, byte[] context, byte[] head, byte[] content) {
    int signed = head.length + content.length;
    byte[] sealed = Arrays.copyOf(head, signed + TAG_BYTES);
    System.arraycopy(content, 0, sealed, head.length, content.length);
    byte[] tag = tag(key, context, sealed, 0, signed);
    System.arraycopy(tag, 0, sealed, signed, TAG_BYTES);
    return sealed;
  }

  /** The content, in the same array; null if the tag is not the one of this key and context. */
  static @Nullable ByteSlice open(SealKey key, byte[] context, ByteSlice sealed, int headBytes) {
    int signed = sealed.length() - TAG_BYTES;
    if (signed < headBytes) {
      return null;
    }
    byte[] tag = tag(key, context, sealed.array(), sealed.offset(), signed);
    int from = sealed.offset() + signed;
    byte[] found = Arrays.copyOfRange(sealed.array(), from, from + TAG_BYTES);
    return MessageDigest.isEqual(tag, found)
        ? ByteSlice.of(sealed.array(), sealed.offset() + headBytes, signed - headBytes)
        : null;
  }

  private static byte[] tag(SealKey key, byte[] context, byte[] bytes, int offset, int length) {
    Mac mac = mac(key);
    mac.update(context);
    mac.update(bytes, offset, length);
    return mac.doFinal();
  }

  static Mac mac(SealKey key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key.secret());
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
