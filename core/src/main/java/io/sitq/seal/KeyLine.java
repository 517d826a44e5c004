package io.sitq.seal;

import io.sitq.ConfigurationException;
import java.util.Base64;
import java.util.regex.Pattern;

/** Reads one line of a key file. What it refuses it does not show: it may be a key. */
final class KeyLine {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private KeyLine() {}

  /**
   * The key of a line.
   *
   * @param where for messages
   * @throws ConfigurationException if it is none
   */
  static SealKey parse(String line, String where) {
    String[] words = SPACE.split(line, -1);
    if (words.length != 3) {
      throw refused(where, "must be <id> <algorithm> <key in Base64>", words.length + " words");
    }
    if (!ID.matcher(words[0]).matches()) {
      throw refused(where, "must begin with an id, 1 to 32 of [A-Za-z0-9._-]", "another");
    }
    SealAlgorithm algorithm = SealAlgorithm.labelled(words[1]);
    if (algorithm == null) {
      String rule = "must name the algorithm " + SealAlgorithm.labels();
      throw refused(where, rule, "another one for key " + words[0]);
    }
    return new SealKey(words[0], algorithm, secret(words[2], words[0], where));
  }

  private static byte[] secret(String base64, String id, String where) {
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw refused(where, "must have the key in Base64", "something else for key " + id);
    }
    if (secret.length != SealKey.BYTES) {
      throw refused(
          where,
          "must have " + SealKey.BYTES + " bytes as key (openssl rand -base64 32)",
          secret.length + " bytes for key " + id);
    }
    return secret;
  }

  private static ConfigurationException refused(String where, String rule, String got) {
    return new ConfigurationException("key in " + where, rule, got);
  }
}
