package io.sitq.seal;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a key is for. A key has one algorithm, so that a seal can't choose another for it. */
enum SealAlgorithm {
  /** Signs: what is sealed can be read by anybody, and changed by nobody. */
  HMAC_SHA256(1, "hmac-sha256"),
  /** Encrypts and signs. */
  AES_256_GCM(2, "aes-256-gcm");

  private final int code;
  private final String label;

  SealAlgorithm(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** What stands for it in sealed bytes. */
  int code() {
    return code;
  }

  /** Its name in key files. */
  String label() {
    return label;
  }

  static @Nullable SealAlgorithm labelled(String label) {
    return Arrays.stream(values()).filter(a -> a.label.equals(label)).findFirst().orElse(null);
  }

  static String labels() {
    return Arrays.stream(values()).map(SealAlgorithm::label).collect(Collectors.joining(" or "));
  }
}
