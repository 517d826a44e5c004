package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {
  private final Durations durations = new Durations();

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "10s, PT10S",
    "2m, PT2M",
    "1h30m, PT1H30M",
    "1d2h3m4s5ms, P1DT2H3M4.005S",
    "10S, PT10S",
    "PT10S, PT10S",
    "pt1h, PT1H",
    "0, PT0S"
  })
  void readsUnitsAndIso(String text, Duration expected) {
    assertThat(durations.convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10", "-5s", "PT-5S", "s", "5 s", "1m1h", "3651d", "99999999999999999999s"})
  void refusesTheRestWithAnExample(String text) {
    assertThatThrownBy(() -> durations.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("10s");
  }

  @Test
  void writesTheLargestUnits() {
    assertThat(Durations.format(Duration.ofMillis(45))).isEqualTo("45ms");
    assertThat(Durations.format(Duration.ofMillis(12_340))).isEqualTo("12.3s");
    assertThat(Durations.format(Duration.ofSeconds(95))).isEqualTo("1m 35s");
    assertThat(Durations.format(Duration.ofMinutes(90))).isEqualTo("1h 30m");
    assertThat(Durations.format(Duration.ofHours(50))).isEqualTo("2d 2h");
  }
}
