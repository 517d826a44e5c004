package io.sitq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.sitq.BackendConnectionException;
import io.sitq.redis.Finding.Level;
import io.sitq.spi.Submission;
import io.sitq.spi.WorkerInfo;
import io.sitq.testkit.SitqRedis;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis of its own, sound at the start of each test, and each misconfiguration on it. */
class RedisDoctorIT {
  private static SitqRedis server;
  private static RedisClient client;
  private static RedisCommands<String, String> redis;

  @BeforeAll
  static void startRedis() {
    server = SitqRedis.builder().localProcess().start();
    client = RedisClient.create(server.uri());
    redis = client.connect().sync();
  }

  @AfterAll
  static void stopRedis() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    server.close();
  }

  @BeforeEach
  void makeSound() {
    // one by one: Redis 6.2 takes no more
    Map.of(
            "maxmemory",
            "1gb",
            "maxmemory-policy",
            "noeviction",
            "appendonly",
            "yes",
            "appendfsync",
            "everysec",
            "save",
            "",
            "min-replicas-to-write",
            "0")
        .forEach(redis::configSet);
    redis.flushall();
  }

  @Test
  void a_sound_redis_is_said_to_be_sound_and_nothing_is_left_behind() {
    List<Finding> findings = RedisDoctor.of(settings()).examine();

    assertThat(findings).allMatch(finding -> finding.level() == Level.OK);
    assertThat(findings)
        .extracting(Finding::check)
        .containsExactly(
            "version",
            "eviction",
            "persistence",
            "replicas",
            "memory",
            "clock",
            "rights",
            "consumers",
            "keys");
    assertThat(redis.keys("*")).isEmpty();
  }

  @Test
  void an_eviction_policy_that_drops_tasks_is_a_problem() {
    redis.configSet("maxmemory-policy", "allkeys-lru");
    assertProblem("eviction", "drops tasks and results", "maxmemory-policy noeviction");
    redis.configSet("maxmemory-policy", "volatile-ttl");
    assertProblem("eviction", "drops results", "maxmemory-policy noeviction");
  }

  @Test
  void persistence_that_loses_acknowledged_tasks_is_a_problem() {
    redis.configSet("appendfsync", "no");
    assertProblem("persistence", "loses the last half minute", "appendfsync everysec");
    redis.configSet("appendonly", "no");
    assertProblem("persistence", "a restart of Redis loses all", "appendonly yes");
    redis.configSet("save", "3600 1 300 100");
    assertProblem("persistence", "save 3600 1 300 100", "appendonly yes");
  }

  @Test
  void replicas_that_are_asked_for_and_missing_are_a_problem() {
    redis.configSet("min-replicas-to-write", "1");

    assertProblem("replicas", "1 and 0 are connected", "bring the replicas back");
  }

  @Test
  void a_replica_and_a_master_that_does_not_wait_for_it_are_problems() {
    try (SitqRedis replica = SitqRedis.builder().localProcess().start()) {
      URI master = URI.create(server.uri());
      RedisClient other = RedisClient.create(replica.uri());
      try {
        other.connect().sync().replicaof(master.getHost(), master.getPort());
        org.awaitility.Awaitility.await()
            .until(() -> redis.info("replication").contains("connected_slaves:1"));

        assertProblem("replicas", "min-replicas-to-write is 0", "min-replicas-to-write 1");
        assertThat(RedisDoctor.of(RedisSettings.of(replica.uri())).examine())
            .filteredOn(finding -> finding.level() == Level.PROBLEM)
            .anyMatch(finding -> finding.message().contains("is a replica of"));
      } finally {
        other.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      }
    }
  }

  @Test
  void memory_that_is_nearly_full_is_a_problem_and_no_limit_is_advice() {
    redis.configSet("maxmemory", "0");
    assertThat(of("memory").level()).isEqualTo(Level.ADVICE);
    long used =
        Long.parseLong(
            redis
                .info("memory")
                .lines()
                .filter(l -> l.startsWith("used_memory:"))
                .findFirst()
                .orElseThrow()
                .split(":", 2)[1]
                .strip());
    redis.configSet("maxmemory", Long.toString(used * 110 / 100));
    assertProblem("memory", "no task can be enqueued", "raise maxmemory");
  }

  @Test
  @SuppressWarnings("unchecked") // varargs of a generic type
  void tasks_that_nobody_runs_are_a_problem() {
    try (RedisBackend backend = RedisBackend.connect(settings())) {
      get(backend.enqueuer().enqueue(submission("ready", 0)));
      assertProblem("consumers", "1 tasks are ready", "start a worker");
      announce(backend, "w");
      redis.xgroupCreate(XReadArgs.StreamOffset.from("sitq:{q}:ready", "0"), "workers");
      redis.xreadgroup(
          Consumer.from("workers", "w"), XReadArgs.StreamOffset.lastConsumed("sitq:{q}:ready"));
      assertThat(of("consumers").level()).isEqualTo(Level.OK);

      get(backend.registry().withdraw("w"));
      assertProblem("consumers", "1 tasks are held by workers that are dead (w)", "start a worker");
    }
  }

  @Test
  void a_queue_of_several_partitions_is_looked_at_as_one() {
    RedisSettings spread = settings().queue("q", QueueSettings.partitions(4));
    try (RedisBackend backend = RedisBackend.connect(spread)) {
      for (int i = 0; i < 20; i++) {
        get(backend.enqueuer().enqueue(submission("t" + i, 0)));
      }

      assertProblem("consumers", "queue q: 20 tasks are ready", "start a worker");
      assertThat(of("keys").level()).isEqualTo(Level.OK);
      assertThat(of("keys").message()).endsWith(" keys none belongs to nothing");
    }
  }

  @Test
  void a_scheduled_task_that_nobody_promotes_is_a_problem() {
    try (RedisBackend backend = RedisBackend.connect(settings())) {
      get(backend.enqueuer().enqueue(submission("later", 60_000)));
      assertThat(of("consumers").level()).isEqualTo(Level.OK);

      redis.zadd("sitq:{q}:scheduled", System.currentTimeMillis() - 180_000.0, "q:later");

      assertProblem("consumers", "is due since", "start a worker");
    }
  }

  @Test
  void tasks_whose_entry_is_lost_and_foreign_keys_are_found() {
    try (RedisBackend backend = RedisBackend.connect(settings())) {
      for (String id : List.of("well", "lost", "forgotten")) {
        get(backend.enqueuer().enqueue(submission(id, id.equals("forgotten") ? 60_000 : 0)));
      }
      redis.xdel("sitq:{q}:ready", redis.hget("sitq:{q}:task:q:lost", "entry"));
      redis.zrem("sitq:{q}:scheduled", "q:forgotten");
      redis.set("sitq:notes", "mine");

      List<Finding> keys =
          RedisDoctor.of(settings()).examine().stream()
              .filter(finding -> finding.check().equals("keys"))
              .toList();

      assertThat(keys.get(0).level()).isEqualTo(Level.PROBLEM);
      assertThat(keys.get(0).message())
          .startsWith("2 tasks can never end")
          .contains("q:lost")
          .contains("q:forgotten");
      assertThat(keys.get(1).level()).isEqualTo(Level.ADVICE);
      assertThat(keys.get(1).message()).contains("sitq:notes");
    }
  }

  @Test
  void what_a_user_with_the_documented_rights_may_not_see_is_not_checked() throws Exception {
    String uri = RightsIT.user(server, RightsIT.documentedRights());

    List<Finding> findings = RedisDoctor.of(RedisSettings.of(uri)).examine();

    assertThat(findings)
        .filteredOn(finding -> finding.level() != Level.OK)
        .allMatch(finding -> finding.level() == Level.NOT_CHECKED)
        .allMatch(finding -> String.valueOf(finding.advice()).contains("+config|get"))
        .extracting(Finding::check)
        .containsExactly("persistence", "replicas");
  }

  @Test
  void rights_that_workers_need_and_the_user_lacks_are_a_problem() throws Exception {
    assumeFalse(
        redis.info("server").contains("redis_version:6."),
        "Redis 6 can't take a right to a subcommand away");
    String uri =
        RightsIT.user(
            server,
            RightsIT.documentedRights() + " -xclaim -zadd -subscribe -client|unblock -info");

    List<Finding> findings = RedisDoctor.of(RedisSettings.of(uri)).examine();

    assertThat(findings)
        .filteredOn(finding -> finding.check().equals("rights"))
        .extracting(Finding::level, Finding::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Level.PROBLEM, "the Redis user may not call XCLAIM, ZADD, SUBSCRIBE"),
            org.assertj.core.groups.Tuple.tuple(
                Level.ADVICE,
                "the Redis user may not call CLIENT UNBLOCK: workers take up to 5 s longer to"
                    + " stop"));
    assertThat(findings)
        .filteredOn(finding -> finding.check().equals("version"))
        .allMatch(finding -> finding.level() == Level.NOT_CHECKED);
  }

  @Test
  void a_redis_out_of_reach_is_an_exception() {
    assertThatThrownBy(() -> RedisDoctor.of(RedisSettings.of("redis://localhost:1")).examine())
        .isInstanceOf(BackendConnectionException.class);
  }

  private static void assertProblem(String check, String message, String advice) {
    Finding finding = of(check);
    assertThat(finding.level()).as("%s", finding).isEqualTo(Level.PROBLEM);
    assertThat(finding.message()).contains(message);
    assertThat(finding.advice()).contains(advice);
  }

  private static Finding of(String check) {
    return RedisDoctor.of(settings()).examine().stream()
        .filter(finding -> finding.check().equals(check))
        .findFirst()
        .orElseThrow();
  }

  private static RedisSettings settings() {
    return RedisSettings.of(server.uri());
  }

  private static void announce(RedisBackend backend, String worker) {
    get(
        backend
            .registry()
            .announce(
                new WorkerInfo(worker, "host", 1, Instant.EPOCH, Map.of("q", 1)),
                Duration.ofMinutes(1)));
  }

  private static Submission submission(String id, long delayMillis) {
    return new Submission("q", "q:" + id, "t", "envelope".getBytes(UTF_8), delayMillis);
  }

  private static <T> T get(java.util.concurrent.CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
