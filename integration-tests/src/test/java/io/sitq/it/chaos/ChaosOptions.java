package io.sitq.it.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a run goes.
 *
 * @param storm for how long faults strike
 * @param seed of the plan
 * @param redis the name of the set-up
 * @param lease of the workers
 * @param workers how many beside the one that nobody kills
 * @param producers how many processes send
 * @param tasksPerSecond that all producers send together
 * @param directory for journals and logs
 */
record ChaosOptions(
    Duration storm,
    long seed,
    String redis,
    Duration lease,
    int workers,
    int producers,
    int tasksPerSecond,
    Path directory) {
  private static final Duration SHORT = Duration.ofSeconds(15);

  /**
   * From system properties: {@code chaos.minutes}, {@code chaos.seed}, {@code chaos.redis}. Without
   * the first it is a short run, in which each fault strikes at least once.
   */
  static ChaosOptions ofThisJvm() {
    String minutes = System.getProperty("chaos.minutes", "");
    String given = System.getProperty("chaos.seed", "");
    String redis = System.getProperty("chaos.redis", "standalone");
    long seed =
        given.isBlank() ? ThreadLocalRandom.current().nextInt(1_000_000) : Long.parseLong(given);
    Path directory = Path.of("target", "chaos", redis + "-" + seed).toAbsolutePath();
    return minutes.isBlank()
        ? new ChaosOptions(SHORT, seed, redis, Duration.ofSeconds(2), 3, 1, 150, directory)
        : new ChaosOptions(
            Duration.ofMillis((long) (Double.parseDouble(minutes) * 60_000)),
            seed,
            redis,
            Duration.ofSeconds(3),
            6,
            2,
            260,
            directory);
  }

  /** Whether it is the run of every build, which has no time to wait for what expires. */
  boolean isShort() {
    return storm.equals(SHORT);
  }

  /** How to do it again. */
  String replay() {
    return "bin/chaos"
        + (isShort() ? "" : " --minutes " + storm.toMillis() / 60_000.0)
        + " --seed "
        + seed
        + (redis.equals("standalone") ? "" : " --" + redis);
  }
}
