package io.sitq.redis.internal;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Map;

/** Whether the server is new enough. */
final class VersionCheckup implements Examination.Checkup {
  @Override
  public String name() {
    return "version";
  }

  @Override
  public void examine(Patient patient, Findings findings) throws MissingRightException {
    for (RedisClusterAsyncCommands<byte[], byte[]> server : patient.servers()) {
      Map<String, String> info = patient.info(server);
      String version = info.getOrDefault("redis_version", "unknown");
      String message = "Redis is version " + version + patient.at(server, info);
      if (ServerCheck.isTooOld(version)) {
        findings.problem(
            message + ", older than " + ServerCheck.OLDEST + ": workers refuse to start",
            "upgrade the server");
      } else {
        findings.ok(message);
      }
    }
  }
}
