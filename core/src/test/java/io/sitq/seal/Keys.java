package io.sitq.seal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Keys of tests, each the same in every run. */
final class Keys {
  private Keys() {}

  /** A line of a key file; the bytes follow from the id. */
  static String line(String id, String algorithm) {
    return id + " " + algorithm + " " + Base64.getEncoder().encodeToString(bytes(id));
  }

  static byte[] bytes(String id) {
    byte[] key = new byte[SealKey.BYTES];
    byte[] seed = id.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (i * 7 + seed[i % seed.length]);
    }
    return key;
  }

  static Sealing signing(String id) {
    return Sealing.with(Keyring.ofText(line(id, "hmac-sha256")));
  }

  static Sealing encrypting(String id) {
    return Sealing.with(Keyring.ofText(line(id, "aes-256-gcm")));
  }

  static SealKey key(String id, SealAlgorithm algorithm) {
    return new SealKey(id, algorithm, bytes(id));
  }
}
