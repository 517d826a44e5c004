package io.sitq.seal;

import io.sitq.ConfigurationException;
import io.sitq.spi.ByteSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that seal tasks and results: all of them open, the first one seals. Immutable and
 * thread-safe.
 *
 * <p>A key is a line {@code <id> <algorithm> <32 bytes in Base64>}: the id is 1 to 32 of {@code
 * [A-Za-z0-9._-]}, the algorithm {@code aes-256-gcm}, which encrypts and signs, or {@code
 * hmac-sha256}, which signs. Blank lines and those that begin with {@code #} count for nothing:
 *
 * <pre>{@code
 * # made by: echo "2026-11 aes-256-gcm $(openssl rand -base64 32)"
 * 2026-11 aes-256-gcm q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=
 * 2026-05 hmac-sha256 3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8=
 * }</pre>
 *
 * <p>To change a key: add the new one as the last line for everybody, then move it to the first,
 * and take the old one out when nothing that it has sealed is left, results and dead letters
 * included. Keys are read once; restart to read them again.
 */
public final class Keyring {
  private final Map<String, SealKey> byId = new LinkedHashMap<>();
  private final SealKey writer;

  private Keyring(List<SealKey> keys, String source) {
    for (SealKey key : keys) {
      if (byId.put(key.id(), key) != null) {
        throw new ConfigurationException(
            "keys in " + source, "must have ids of their own", key.id());
      }
    }
    this.writer = keys.get(0);
  }

  /**
   * The keys of a file, which its owner alone should be able to read: else a warning is logged.
   *
   * @throws ConfigurationException if it can't be read or a line is no key; shows no key
   */
  public static Keyring ofFile(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new ConfigurationException(
          "key file", "must be a text file that can be read (" + reason(e) + ")", file);
    }
    KeyFilePermissions.warnIfOpen(file);
    return of(text, file.toString());
  }

  /**
   * The keys in an environment variable, as lines or with a semicolon between.
   *
   * @throws ConfigurationException if it is not set or a line is no key; shows no key
   */
  public static Keyring ofEnvironment(String variable) {
    String text = System.getenv(variable);
    if (text == null || text.isBlank()) {
      throw new ConfigurationException("environment variable " + variable, "must hold keys", text);
    }
    return of(text.replace(';', '\n'), variable);
  }

  /**
   * The keys in a text, from a store of secrets.
   *
   * @throws ConfigurationException if a line is no key; shows no key
   */
  public static Keyring ofText(String text) {
    return of(text, "text");
  }

  private static Keyring of(String text, String source) {
    List<SealKey> keys = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.strip().startsWith("#")) {
        keys.add(KeyLine.parse(line.strip(), source + " line " + number));
      }
    }
    if (keys.isEmpty()) {
      throw new ConfigurationException("keys in " + source, "must be at least one", 0);
    }
    return new Keyring(keys, source);
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName();
  }

  /** The key that seals. */
  SealKey writer() {
    return writer;
  }

  @Nullable SealKey find(ByteSlice id) {
    return byId.get(new String(id.array(), id.offset(), id.length(), StandardCharsets.ISO_8859_1));
  }

  /** Ids and algorithms, never a key; the first one seals. */
  @Override
  public String toString() {
    return "Keyring" + byId.values();
  }
}
