package io.sitq.seal;

import io.sitq.spi.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts: {@code head, salt, nonce, AES-256-GCM of content with its tag}; context and head are
 * the associated data. Each message has a key of its own, HKDF-Expand (RFC 5869) of the key and the
 * random salt: with one key for all, random nonces would repeat too likely after 2^32 messages
 * (NIST SP 800-38D), which a busy queue makes in days. With 192 random bits they don't.
 */
final class GcmSeal {
  private static final byte[] INFO = "sitq seal 1 aes-256-gcm".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT_BYTES = 12;
  private static final int NONCE_BYTES = 12;
  private static final int RANDOM_BYTES = SALT_BYTES + NONCE_BYTES;
  private static final int TAG_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private GcmSeal() {}

  static byte[] seal(SealKey key, byte[] context, byte[] head, byte[] content) {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return seal(key, context, head, content, random);
  }

  /** With given salt and nonce, for golden bytes. */
  static byte[] seal(SealKey key, byte[] context, byte[] head, byte[] content, byte[] random) {
    int start = head.length + RANDOM_BYTES;
    byte[] sealed = Arrays.copyOf(head, start + content.length + TAG_BYTES);
    System.arraycopy(random, 0, sealed, head.length, RANDOM_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, random, 0);
      cipher.updateAAD(context);
      cipher.updateAAD(head);
      cipher.doFinal(content, 0, content.length, sealed, start);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
    return sealed;
  }

  /** The content; null if the tag is not the one of this key and context. */
  static @Nullable ByteSlice open(SealKey key, byte[] context, ByteSlice sealed, int headBytes) {
    int start = headBytes + RANDOM_BYTES;
    if (sealed.length() < start + TAG_BYTES) {
      return null;
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, sealed.array(), sealed.offset() + headBytes);
      cipher.updateAAD(context);
      cipher.updateAAD(sealed.array(), sealed.offset(), headBytes);
      return ByteSlice.of(
          cipher.doFinal(sealed.array(), sealed.offset() + start, sealed.length() - start));
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
  }

  private static Cipher cipher(int mode, SealKey key, byte[] random, int offset)
      throws GeneralSecurityException {
    Mac mac = HmacSeal.mac(key);
    mac.update(INFO);
    mac.update(random, offset, SALT_BYTES);
    mac.update((byte) 1); // HKDF-Expand: the number of the block, and one block is all it takes
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(mac.doFinal(), "AES"),
        new GCMParameterSpec(8 * TAG_BYTES, random, offset + SALT_BYTES, NONCE_BYTES));
    return cipher;
  }
}
