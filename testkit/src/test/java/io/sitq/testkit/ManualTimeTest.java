package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManualTimeTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final ManualTime time = ManualTime.at(NOON);

  @Test
  void timeStandsStillUntilItIsMoved() {
    long nanos = time.nanos();

    assertThat(time.wallMillis()).isEqualTo(NOON.toEpochMilli());
    assertThat(time.nanos()).isEqualTo(nanos);
    assertThat(time).hasToString("ManualTime[2026-03-01T12:00:00Z]");
    assertThat(ManualTime.start().now()).isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void bothClocksAdvanceAndPartsOfAMillisecondAddUp() {
    long nanos = time.nanos();

    time.advance(Duration.ofNanos(600_000));
    time.advance(Duration.ofNanos(600_000));

    assertThat(time.nanos() - nanos).isEqualTo(1_200_000);
    assertThat(time.wallMillis()).isEqualTo(NOON.toEpochMilli() + 1);
  }

  @Test
  void theWallClockStepsBackWhileNoTimePasses() {
    long nanos = time.nanos();

    time.stepWall(Duration.ofHours(-1));

    assertThat(time.now()).isEqualTo("2026-03-01T11:00:00Z");
    assertThat(time.nanos()).isEqualTo(nanos);
  }

  @Test
  void timeDoesNotRunBackwards() {
    assertThatThrownBy(() -> time.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("elapsed must not be negative, got PT-1S");
  }

  @Test
  void manyThreadsLoseNoStep() {
    long nanos = time.nanos();

    IntStream.range(0, 10_000).parallel().forEach(i -> time.advance(Duration.ofMillis(1)));

    assertThat(time.nanos() - nanos).isEqualTo(10_000_000_000L);
    assertThat(time.now()).isEqualTo(NOON.plusSeconds(10));
  }
}
