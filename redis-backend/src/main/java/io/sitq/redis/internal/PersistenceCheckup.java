package io.sitq.redis.internal;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Map;

/** What of the acknowledged tasks is left when the server dies. */
final class PersistenceCheckup implements Examination.Checkup {
  private static final String USE_AOF =
      "CONFIG SET appendonly yes, and in redis.conf appendonly yes and appendfsync everysec";

  @Override
  public String name() {
    return "persistence";
  }

  @Override
  public void examine(Patient patient, Findings findings) throws MissingRightException {
    for (RedisClusterAsyncCommands<byte[], byte[]> server : patient.servers()) {
      Map<String, String> info = patient.info(server);
      examineWrites(findings, info, patient.at(server, info));
      if (info.getOrDefault("aof_enabled", "0").equals("1")) {
        examineFsync(findings, patient.config(server, "appendfsync"), patient.at(server, info));
      } else {
        examineSnapshots(findings, patient.config(server, "save"), patient.at(server, info));
      }
    }
  }

  /** A full or broken disk. */
  private static void examineWrites(Findings findings, Map<String, String> info, String at) {
    for (String status : new String[] {"aof_last_write_status", "rdb_last_bgsave_status"}) {
      if (info.getOrDefault(status, "ok").equals("err")) {
        findings.problem(
            status + " is err" + at + ": Redis could not write to its disk",
            "look into the log of Redis, and free or repair the disk");
      }
    }
  }

  private static void examineFsync(Findings findings, String fsync, String at) {
    switch (fsync) {
      case "always" ->
          findings.ok("appendonly is on, appendfsync is always" + at + ": a write is on disk");
      case "everysec" ->
          findings.ok(
              "appendonly is on, appendfsync is everysec"
                  + at
                  + ": a crash of Redis loses nothing, one of the machine the last second");
      default ->
          findings.problem(
              "appendonly is on, appendfsync is "
                  + fsync
                  + at
                  + ": a crash of the machine loses the last half minute of tasks and results",
              "CONFIG SET appendfsync everysec, and the same in redis.conf");
    }
  }

  private static void examineSnapshots(Findings findings, String save, String at) {
    if (save.isBlank()) {
      findings.problem(
          "appendonly is off and so are snapshots (save)"
              + at
              + ": a restart of Redis loses all tasks and results",
          USE_AOF);
    } else {
      findings.problem(
          "appendonly is off, snapshots are made by save "
              + save
              + at
              + ": a crash of Redis loses all since the last one, minutes or an hour",
          USE_AOF);
    }
  }
}
