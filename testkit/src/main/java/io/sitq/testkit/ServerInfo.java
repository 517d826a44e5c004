package io.sitq.testkit;

import java.util.Map;
import java.util.stream.Collectors;

/** What a server says about itself. Valkey tells the Redis version that it is compatible with. */
record ServerInfo(String version, long processId) {

  /** The lowest version that sitq runs on. */
  static final String LOWEST_VERSION = "6.2";

  /** Reads the reply to {@code INFO server}. */
  static ServerInfo parse(String reply) {
    Map<String, String> fields =
        reply
            .lines()
            .filter(line -> line.contains(":"))
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf(':')),
                    line -> line.substring(line.indexOf(':') + 1).strip(),
                    (first, second) -> first));
    return new ServerInfo(
        fields.getOrDefault("redis_version", "0.0"),
        Long.parseLong(fields.getOrDefault("process_id", "0")));
  }

  boolean isTooOld() {
    String[] parts = version.split("\\.", -1);
    int major = Integer.parseInt(parts[0]);
    return major < 6 || (major == 6 && Integer.parseInt(parts[1]) < 2);
  }

  /** Refuses what sitq can't run on, so that a test does not fail later by a missing command. */
  void requireSupported() throws ProviderUnavailableException {
    if (isTooOld()) {
      throw new ProviderUnavailableException(
          "it is Redis " + version + ", sitq needs " + LOWEST_VERSION + " or later");
    }
  }
}
