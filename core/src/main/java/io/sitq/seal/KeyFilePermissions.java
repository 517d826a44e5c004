package io.sitq.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at who may read a key file, where the file system knows. */
final class KeyFilePermissions {
  private static final Logger log = LoggerFactory.getLogger("io.sitq.seal");

  private static final Set<PosixFilePermission> TOO_MUCH =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.GROUP_WRITE);

  private KeyFilePermissions() {}

  /** Warns if everybody on the machine may read the file, or more than its owner change it. */
  static void warnIfOpen(Path file) {
    try {
      Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
      if (found.stream().anyMatch(TOO_MUCH::contains)) {
        log.warn(
            "Key file {} is open to others ({}): chmod 600 it, and make new keys if they may have"
                + " been read",
            file,
            PosixFilePermissions.toString(found));
      }
    } catch (IOException | UnsupportedOperationException e) {
      log.debug("Who may read key file {} is not known", file, e);
    }
  }
}
