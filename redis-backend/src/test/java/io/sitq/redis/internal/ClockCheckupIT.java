package io.sitq.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.redis.Finding;
import io.sitq.redis.Finding.Level;
import io.sitq.redis.RedisSettings;
import io.sitq.spi.TimeSource;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqRedisExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SitqRedisExtension.class)
class ClockCheckupIT {
  private final SitqRedis redis;

  ClockCheckupIT(SitqRedis redis) {
    this.redis = redis;
  }

  @Test
  void clocks_that_are_apart_are_told() {
    assertThat(difference(Duration.ZERO).level()).isEqualTo(Level.OK);
    assertThat(difference(Duration.ofSeconds(2)).level()).isEqualTo(Level.ADVICE);
    Finding behind = difference(Duration.ofMinutes(1));
    assertThat(behind.level()).isEqualTo(Level.PROBLEM);
    assertThat(behind.message()).contains("behind this machine's");
    assertThat(difference(Duration.ofMinutes(-1)).message()).contains("ahead of");
  }

  /** With a clock here that is so much fast. */
  private Finding difference(Duration fast) {
    TimeSource clock =
        new TimeSource() {
          @Override
          public long wallMillis() {
            return System.currentTimeMillis() + fast.toMillis();
          }

          @Override
          public long nanos() {
            return System.nanoTime();
          }
        };
    RedisSettings settings = RedisSettings.of(redis.uri());
    RedisErrors errors = new RedisErrors(settings.address());
    try (Connections connections = Connections.open(settings, errors)) {
      Patient patient =
          new Patient(
              connections.commands(),
              connections.servers(),
              connections,
              new Keys("sitq"),
              errors,
              Duration.ofSeconds(10));
      List<Finding> findings = Examination.run(new ClockCheckup(clock), patient);
      assertThat(findings).hasSize(1);
      return findings.get(0);
    }
  }
}
