package io.sitq.cli;

import io.sitq.seal.Keyring;
import io.sitq.seal.Sealing;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the keys of sealed tasks come from: a file, or the environment, and never an argument. */
final class Keys {
  static final String FILE_VARIABLE = "SITQ_KEYS_FILE";
  static final String VARIABLE = "SITQ_KEYS";

  private Keys() {}

  /**
   * The keys of the file, else of the one that the environment names, else in the environment.
   *
   * @throws io.sitq.ConfigurationException if they are no keys
   */
  static Sealing sealing(
      @Nullable Path file, boolean acceptUnsealed, Map<String, String> environment) {
    Keyring keys = keyring(file, environment);
    if (keys == null) {
      if (acceptUnsealed) {
        throw new UsageException(
            "--accept-unsealed needs keys: give --keys FILE, or set " + FILE_VARIABLE);
      }
      return Sealing.none();
    }
    Sealing sealing = Sealing.with(keys);
    return acceptUnsealed ? sealing.acceptUnsealed() : sealing;
  }

  private static @Nullable Keyring keyring(@Nullable Path file, Map<String, String> environment) {
    if (file != null) {
      return Keyring.ofFile(file);
    }
    String named = environment.getOrDefault(FILE_VARIABLE, "");
    if (!named.isBlank()) {
      return Keyring.ofFile(Path.of(named));
    }
    String keys = environment.getOrDefault(VARIABLE, "");
    return keys.isBlank() ? null : Keyring.ofText(keys.replace(';', '\n'));
  }
}
