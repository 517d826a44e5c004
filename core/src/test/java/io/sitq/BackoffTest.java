package io.sitq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void without_jitter_the_delays_are_those_of_the_kind() {
    assertThat(Backoff.fixed(SECOND).jitter(0).delayAfter(7)).isEqualTo(SECOND);
    assertThat(Backoff.linear(SECOND).jitter(0).delayAfter(7)).isEqualTo(Duration.ofSeconds(7));
    assertThat(Backoff.exponential(SECOND).jitter(0).delayAfter(1)).isEqualTo(SECOND);
    assertThat(Backoff.exponential(SECOND).jitter(0).delayAfter(5))
        .isEqualTo(Duration.ofSeconds(16));
  }

  @Test
  void no_delay_is_longer_than_the_cap_and_none_overflows() {
    Backoff backoff = Backoff.exponential(SECOND).max(Duration.ofMinutes(1)).jitter(0);

    assertThat(backoff.delayAfter(10)).isEqualTo(Duration.ofMinutes(1));
    assertThat(backoff.delayAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
    assertThat(Backoff.linear(Duration.ofDays(300)).jitter(0).delayAfter(Integer.MAX_VALUE))
        .isEqualTo(Duration.ofDays(300));
  }

  @Test
  void every_delay_lies_between_the_share_that_jitter_leaves_and_the_whole() {
    long seed = 20_261_123;
    Random random = new Random(seed);
    List<Backoff.Kind> kinds = List.of(Backoff.Kind.values());
    for (int i = 0; i < 20_000; i++) {
      Duration initial = Duration.ofNanos(random.nextLong(1L << random.nextInt(1, 47)));
      Duration max = initial.plusMillis(random.nextLong(1L << random.nextInt(1, 34)));
      double jitter = random.nextDouble();
      int failures = random.nextInt(8) == 0 ? Integer.MAX_VALUE : random.nextInt(1, 100);
      Backoff.Kind kind = kinds.get(random.nextInt(kinds.size()));
      BigDecimal whole = whole(kind, initial, max, failures);

      Duration exact = new Backoff(kind, initial, max, 0).delayAfter(failures);
      Duration delay = new Backoff(kind, initial, max, jitter).delayAfter(failures);

      String round = "seed %d, round %d: %s of %s".formatted(seed, i, kind, initial);
      assertThat(new BigDecimal(exact.toMillis())).as(round).isEqualByComparingTo(whole);
      assertThat(new BigDecimal(delay.toMillis()))
          .as(round)
          .isBetween(
              whole.multiply(new BigDecimal(1 - jitter)).setScale(0, RoundingMode.FLOOR), whole);
      assertThat(delay).as(round).isLessThanOrEqualTo(max);
    }
  }

  /** What the delay must be without jitter, in exact arithmetic on whole milliseconds. */
  private static BigDecimal whole(Backoff.Kind kind, Duration initial, Duration max, int failures) {
    BigInteger base = BigInteger.valueOf(initial.toMillis());
    BigInteger grown =
        switch (kind) {
          case FIXED -> base;
          case LINEAR -> base.multiply(BigInteger.valueOf(failures));
          case EXPONENTIAL -> base.shiftLeft(Math.min(failures - 1, 200)); // beyond any cap
        };
    return new BigDecimal(grown.min(BigInteger.valueOf(max.toMillis())));
  }

  @Test
  void values_out_of_bounds_are_refused_by_name() {
    assertThatThrownBy(() -> Backoff.fixed(Duration.ofMillis(-1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("backoff.initial");
    assertThatThrownBy(() -> Backoff.fixed(SECOND).max(Duration.ZERO))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("backoff.max");
    assertThatThrownBy(() -> Backoff.fixed(SECOND).jitter(1.1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("backoff.jitter");
    assertThatThrownBy(() -> Backoff.fixed(Duration.ofSeconds(Long.MAX_VALUE)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("10 years");
    assertThatThrownBy(() -> Backoff.exponential(null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("backoff.initial must not be null");
    assertThatThrownBy(() -> Backoff.fixed(SECOND).jitter(Double.NaN))
        .isInstanceOf(ConfigurationException.class);
  }
}
