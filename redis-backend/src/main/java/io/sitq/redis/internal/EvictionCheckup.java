package io.sitq.redis.internal;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Map;

/** Whether the server may drop what it holds when its memory is full. */
final class EvictionCheckup implements Examination.Checkup {
  private static final String SAFE = "noeviction";

  @Override
  public String name() {
    return "eviction";
  }

  @Override
  public void examine(Patient patient, Findings findings) throws MissingRightException {
    for (RedisClusterAsyncCommands<byte[], byte[]> server : patient.servers()) {
      Map<String, String> info = patient.info(server);
      String policy = info.getOrDefault("maxmemory_policy", "unknown");
      String message = "maxmemory-policy is " + policy + patient.at(server, info);
      if (policy.equals(SAFE)) {
        findings.ok(message);
      } else {
        findings.problem(
            message
                + ": when its memory is full, Redis drops "
                + (policy.startsWith("volatile") ? "results" : "tasks and results")
                + " without a trace",
            "CONFIG SET maxmemory-policy " + SAFE + ", and the same in redis.conf");
      }
    }
  }
}
