package io.sitq.redis.internal;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Map;

/** What of the acknowledged tasks a failover may lose. */
final class ReplicaCheckup implements Examination.Checkup {
  private static final String NEED_ONE =
      "CONFIG SET min-replicas-to-write 1 and min-replicas-max-lag 10, and the same in redis.conf";

  @Override
  public String name() {
    return "replicas";
  }

  @Override
  public void examine(Patient patient, Findings findings) throws MissingRightException {
    for (RedisClusterAsyncCommands<byte[], byte[]> server : patient.servers()) {
      Map<String, String> info = patient.info(server);
      examine(patient, server, info, findings);
    }
  }

  private static void examine(
      Patient patient,
      RedisClusterAsyncCommands<byte[], byte[]> server,
      Map<String, String> info,
      Findings findings)
      throws MissingRightException {
    String at = patient.at(server, info);
    if (info.getOrDefault("role", "master").equals("slave")) {
      findings.problem(
          "the server is a replica of "
              + info.get("master_host")
              + ":"
              + info.get("master_port")
              + at
              + ": it takes no writes",
          "connect to the master, or to the Sentinels, which know it");
      return;
    }
    int replicas = Integer.parseInt(info.getOrDefault("connected_slaves", "0"));
    int needed = needed(patient, server);
    if (needed > replicas) {
      findings.problem(
          "min-replicas-to-write is "
              + needed
              + " and "
              + replicas
              + " are connected"
              + at
              + ": Redis refuses to take tasks",
          "bring the replicas back, or lower min-replicas-to-write");
    } else if (replicas > 0 && needed == 0) {
      findings.problem(
          replicas
              + " replicas, and min-replicas-to-write is 0"
              + at
              + ": a master that is cut off from them acknowledges tasks that the failover loses",
          NEED_ONE);
    } else if (replicas == 0) {
      findings.ok("no replicas" + at + ": tasks are as safe as the disk of the server");
    } else {
      findings.ok(replicas + " replicas, min-replicas-to-write is " + needed + at);
    }
  }

  private static int needed(Patient patient, RedisClusterAsyncCommands<byte[], byte[]> server)
      throws MissingRightException {
    String needed = patient.config(server, "min-replicas-to-write");
    return needed.isEmpty() ? 0 : Integer.parseInt(needed);
  }
}
