package io.sitq.worker.internal;

import io.sitq.ConfigurationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names for workers: the machine's or the user's, and six random characters, which no two workers
 * share. At most 23 characters of {@code [A-Za-z0-9._-]}, since they are part of keys and results.
 */
public final class WorkerIds {
  private static final int NAME_CHARS = 16;
  private static final int RANDOM_CHARS = 6;
  private static final String BASE_32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + NAME_CHARS + "}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private WorkerIds() {}

  /**
   * The name, if a worker may have it.
   *
   * @throws ConfigurationException otherwise
   */
  public static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationException(
          "name", "must be 1 to " + NAME_CHARS + " of [A-Za-z0-9._-]", name);
    }
    return name;
  }

  /** A new id that begins with {@code name}, or the machine's if it is null. */
  public static String make(@Nullable String name) {
    StringBuilder id = new StringBuilder(name == null ? sanitized(host()) : name).append('-');
    for (int i = 0; i < RANDOM_CHARS; i++) {
      id.append(BASE_32.charAt(RANDOM.nextInt(BASE_32.length())));
    }
    return id.toString();
  }

  /** The machine's name. */
  static String host() {
    String given = System.getenv("HOSTNAME");
    if (given != null && !given.isBlank()) {
      return given;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "host"; // a machine without a name: the random part tells workers apart
    }
  }

  static String sanitized(String host) {
    int dot = host.indexOf('.');
    String first = dot > 0 ? host.substring(0, dot) : host;
    String clean = first.replaceAll("[^A-Za-z0-9_-]", "-");
    return clean.isEmpty() ? "host" : clean.substring(0, Math.min(clean.length(), NAME_CHARS));
  }
}
