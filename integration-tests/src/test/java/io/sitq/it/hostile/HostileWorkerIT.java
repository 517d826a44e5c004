package io.sitq.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.testkit.SitqRedis;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker of 256 MB of heap survives hostile payloads and goes on with good tasks: some by
 * default, {@code -Dhostile.payloads} of them with {@code bin/hostile}, which looks at the rate
 * too.
 */
class HostileWorkerIT {
  private static final int BY_DEFAULT = 1_500;
  private static final double LEAST_RATIO = 0.8;

  @TempDir private Path logs;

  @Test
  @SuppressWarnings("SystemOut") // the figures are for people
  void a_worker_with_a_small_heap_survives_and_good_tasks_go_on() throws Exception {
    String asked = System.getProperty("hostile.payloads", "");
    int payloads = asked.isBlank() ? BY_DEFAULT : Integer.parseInt(asked);
    long millis = Long.getLong("hostile.millis", 50);
    int good = payloads / 2;
    try (SitqRedis redis = SitqRedis.builder().start();
        HostileRun undisturbed = new HostileRun(redis, millis);
        HostileRun disturbed = new HostileRun(redis, millis)) {
      double alone = undisturbed.rate(good, 0, logs.resolve("alone.log"));
      double among = disturbed.rate(good, payloads, logs.resolve("among.log"));
      System.out.printf("hostile.payloads %d%n", payloads);
      System.out.printf("hostile.good_alone_per_s %.0f%n", alone);
      System.out.printf("hostile.good_among_per_s %.0f%n", among);
      System.out.printf("hostile.ratio %.2f%n", among / alone);
      if (!asked.isBlank()) {
        assertThat(among / alone).isGreaterThanOrEqualTo(LEAST_RATIO);
      }
    }
  }
}
