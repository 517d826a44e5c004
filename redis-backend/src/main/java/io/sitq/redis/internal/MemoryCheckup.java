package io.sitq.redis.internal;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Map;

/** How much room there is for more tasks. */
final class MemoryCheckup implements Examination.Checkup {
  private static final int NEAR_PERCENT = 80;
  private static final long MIB = 1024 * 1024;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void examine(Patient patient, Findings findings) throws MissingRightException {
    for (RedisClusterAsyncCommands<byte[], byte[]> server : patient.servers()) {
      Map<String, String> info = patient.info(server);
      long used = Long.parseLong(info.getOrDefault("used_memory", "0"));
      long limit = Long.parseLong(info.getOrDefault("maxmemory", "0"));
      String uses = "Redis uses " + used / MIB + " MiB" + patient.at(server, info);
      if (limit == 0) {
        findings.advice(
            uses + " and has no limit (maxmemory 0): a deep queue can make the system kill it",
            "set maxmemory to about two thirds of the machine's memory: at the limit producers get"
                + " an error, and workers go on");
      } else if (used * 100 >= limit * NEAR_PERCENT) {
        findings.problem(
            uses
                + " of "
                + limit / MIB
                + " MiB ("
                + used * 100 / limit
                + " %): at the limit no task can be enqueued",
            "raise maxmemory, start more workers, or keep results for less long (resultTtl)");
      } else {
        findings.ok(uses + " of " + limit / MIB + " MiB");
      }
    }
  }
}
