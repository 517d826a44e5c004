package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.testkit.SitqRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DoctorIT {
  private static SitqRedis sound;
  private static SitqRedis careless;

  @BeforeAll
  static void startServers() {
    sound = SitqRedis.builder().config("appendonly", "yes").config("maxmemory", "500mb").start();
    careless =
        SitqRedis.builder()
            .config("appendonly", "no")
            .config("save", "")
            .config("maxmemory", "500mb")
            .config("maxmemory-policy", "allkeys-lfu")
            .start();
  }

  @AfterAll
  static void stopServers() {
    sound.close();
    careless.close();
  }

  @Test
  void aSoundRedisIsExitZero() {
    Program run = Program.run("doctor", "--redis", sound.uri());

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .containsPattern("ok +version +Redis is version ")
        .endsWith("0 to act on, 0 to consider, 0 not checked, 9 well.\n");
  }

  @Test
  void whatLosesTasksIsExitOneAndSaysWhatToDo() {
    Program run = Program.run("doctor", "--redis", careless.uri());

    assertThat(run.exit()).isEqualTo(ExitCode.PROBLEMS);
    assertThat(run.out())
        .containsPattern("PROBLEM +eviction +maxmemory-policy is allkeys-lfu")
        .contains("-> CONFIG SET maxmemory-policy noeviction")
        .containsPattern("PROBLEM +persistence +appendonly is off and so are snapshots")
        .contains("2 to act on");
  }

  @Test
  void jsonIsOneObject() {
    Program run = Program.run("doctor", "--json", "--redis", careless.uri());

    assertThat(run.out().lines()).hasSize(1);
    JsonNode json = Json.MAPPER.readTree(run.out());
    assertThat(json.get("problem").asInt()).isEqualTo(2);
    assertThat(json.get("findings").get(1).get("level").asString()).isEqualTo("problem");
    assertThat(json.get("findings").get(1).get("check").asString()).isEqualTo("eviction");
    assertThat(json.get("findings").get(1).get("advice").asString()).contains("noeviction");
  }

  @Test
  void aRedisOutOfReachIsExitFour() {
    Program run = Program.run("doctor", "--redis", "redis://:secret@localhost:1");

    assertThat(run.exit()).isEqualTo(ExitCode.NO_REDIS);
    assertThat(run.err()).contains("redis://localhost:1").doesNotContain("secret");
  }
}
