package io.sitq.seal;

import javax.crypto.spec.SecretKeySpec;

/** A key, its name and its algorithm. Shows its bytes to nobody. */
final class SealKey {
  /** Bytes of a key, whatever it is for. */
  static final int BYTES = 32;

  private final String id;
  private final SealAlgorithm algorithm;
  private final SecretKeySpec secret;

  SealKey(String id, SealAlgorithm algorithm, byte[] secret) {
    this.id = id;
    this.algorithm = algorithm;
    this.secret = new SecretKeySpec(secret, HmacSeal.ALGORITHM); // keeps a copy
  }

  String id() {
    return id;
  }

  SealAlgorithm algorithm() {
    return algorithm;
  }

  /** The key of the HMAC that signs, or from which the keys of messages are derived. */
  SecretKeySpec secret() {
    return secret;
  }

  @Override
  public String toString() {
    return id + " (" + algorithm.label() + ")";
  }
}
