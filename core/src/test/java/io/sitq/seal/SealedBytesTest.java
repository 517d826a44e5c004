package io.sitq.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.spi.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bytes of docs/wire-format.md, and that nothing else opens. */
class SealedBytesTest {
  private static final byte[] CONTEXT = SealContext.TASK.of("default:1", "divide");
  private static final byte[] CONTENT = "content".getBytes(US_ASCII);

  @Test
  void a_signature_has_the_documented_bytes() throws Exception {
    byte[] sealed = SealedBytes.seal(Keys.key("k1", SealAlgorithm.HMAC_SHA256), CONTEXT, CONTENT);

    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.write(new byte[] {'s', 1, 2, 'k', '1'});
    signed.write(CONTENT);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Keys.bytes("k1"), "HmacSHA256"));
    mac.update(documentedContext("task", "default:1", "divide"));
    byte[] tag = mac.doFinal(signed.toByteArray());
    signed.write(tag);
    assertThat(sealed).isEqualTo(signed.toByteArray());
    assertThat(HexFormat.of().formatHex(sealed))
        .isEqualTo(
            "7301026b31636f6e74656e74"
                + "374bd2a57eede672730ca9bbc84818f37b32b3b9bcacd1aab414e94fa17f4685");
  }

  @Test
  void an_encryption_has_the_documented_bytes() throws Exception {
    SealKey key = Keys.key("k2", SealAlgorithm.AES_256_GCM);
    byte[] random = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f1011121314151617");
    byte[] head = SealedBytes.head(key);
    byte[] sealed = GcmSeal.seal(key, CONTEXT, head, CONTENT, random);

    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Keys.bytes("k2"), "HmacSHA256"));
    mac.update("sitq seal 1 aes-256-gcm".getBytes(US_ASCII));
    mac.update(random, 0, 12);
    byte[] messageKey = mac.doFinal(new byte[] {1});
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(messageKey, "AES"),
        new GCMParameterSpec(128, random, 12, 12));
    cipher.updateAAD(documentedContext("task", "default:1", "divide"));
    cipher.updateAAD(new byte[] {'s', 2, 2, 'k', '2'});
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(new byte[] {'s', 2, 2, 'k', '2'});
    expected.write(random);
    expected.write(cipher.doFinal(CONTENT));
    assertThat(sealed).isEqualTo(expected.toByteArray());
    assertThat(HexFormat.of().formatHex(sealed))
        .isEqualTo(
            "7302026b32000102030405060708090a0b0c0d0e0f1011121314151617"
                + "0faf40f9cf8fb93d476198e802d8f6c9f2fee375f86f94");
    assertThat(SealedBytes.open(key, CONTEXT, ByteSlice.of(sealed)).toByteArray())
        .isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @EnumSource
  void what_was_sealed_opens_also_in_the_middle_of_an_array(SealAlgorithm algorithm) {
    SealKey key = Keys.key("k", algorithm);
    for (byte[] content : new byte[][] {{}, CONTENT, new byte[100_000]}) {
      byte[] sealed = SealedBytes.seal(key, CONTEXT, content);
      byte[] around = new byte[sealed.length + 20];
      System.arraycopy(sealed, 0, around, 10, sealed.length);
      ByteSlice slice = ByteSlice.of(around, 10, sealed.length);
      assertThat(SealedBytes.open(key, CONTEXT, slice).toByteArray()).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothing_that_was_changed_or_cut_opens(SealAlgorithm algorithm) {
    Keyring keys = Keyring.ofText(Keys.line("k", algorithm.label()));
    SealKey key = keys.writer();
    byte[] sealed = SealedBytes.seal(key, CONTEXT, CONTENT);
    for (int i = 0; i < 8 * sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i / 8] ^= (byte) (1 << (i % 8));
      assertThat(opens(keys, changed)).as("bit %d", i).isFalse();
    }
    for (int length = 0; length < sealed.length; length++) {
      assertThat(opens(keys, Arrays.copyOf(sealed, length))).as("length %d", length).isFalse();
    }
    assertThat(opens(keys, Arrays.copyOf(sealed, sealed.length + 1))).isFalse();
    assertThat(opens(keys, sealed)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void nothing_opens_elsewhere_or_with_other_bytes_of_a_key(SealAlgorithm algorithm) {
    SealKey key = Keys.key("k", algorithm);
    ByteSlice sealed = ByteSlice.of(SealedBytes.seal(key, CONTEXT, CONTENT));
    Set<ByteBuffer> contexts = new HashSet<>();
    for (SealContext kind : SealContext.values()) {
      for (String id :
          new String[] {"default:1", "default:2", "mail:1", "default:", "default:1d"}) {
        for (String task : new String[] {"divide", "ivide", "divid", ""}) {
          byte[] context = kind.of(id, task);
          assertThat(contexts.add(ByteBuffer.wrap(context))).isTrue();
          assertThat(SealedBytes.open(key, context, sealed) != null)
              .isEqualTo(Arrays.equals(context, CONTEXT));
        }
      }
    }
    assertThat(SealedBytes.open(new SealKey("k", algorithm, new byte[32]), CONTEXT, sealed))
        .isNull();
  }

  @Test
  void a_key_serves_its_own_algorithm_alone() {
    byte[] signed = SealedBytes.seal(Keys.key("k", SealAlgorithm.HMAC_SHA256), CONTEXT, CONTENT);
    assertThat(
            SealedBytes.open(
                Keys.key("k", SealAlgorithm.AES_256_GCM), CONTEXT, ByteSlice.of(signed)))
        .isNull();
  }

  @Test
  void the_same_content_never_looks_the_same_when_it_is_encrypted() {
    SealKey key = Keys.key("k", SealAlgorithm.AES_256_GCM);
    Set<ByteBuffer> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      byte[] sealed = SealedBytes.seal(key, CONTEXT, CONTENT);
      assertThat(seen.add(ByteBuffer.wrap(sealed, 4, 24).slice())).isTrue();
    }
  }

  private static boolean opens(Keyring keys, byte[] bytes) {
    if (!SealedBytes.isSealed(bytes)) {
      return false; // what has no mark is no sealed envelope, and refused as such
    }
    SealKey key = keys.find(SealedBytes.keyId(ByteSlice.of(bytes)));
    return key != null && SealedBytes.open(key, CONTEXT, ByteSlice.of(bytes)) != null;
  }

  private static byte[] documentedContext(String... parts) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String part : parts) {
      out.write(part.length() >> 8);
      out.write(part.length());
      out.write(part.getBytes(US_ASCII));
    }
    return out.toByteArray();
  }
}
