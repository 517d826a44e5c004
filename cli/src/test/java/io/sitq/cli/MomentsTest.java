package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class MomentsTest {
  private final Moments moments =
      new Moments(Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource({
    "2h, 2026-01-31T10:00:00Z",
    "1d, 2026-01-30T12:00:00Z",
    "0, 2026-01-31T12:00:00Z",
    "PT1M, 2026-01-31T11:59:00Z",
    "2025-12-31T23:59:59Z, 2025-12-31T23:59:59Z",
    "2025-12-31T23:59:59.5+01:00, 2025-12-31T22:59:59.500Z"
  })
  void readsHowLongAgoAndIso(String text, Instant expected) {
    assertThat(moments.convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-01-31", "2026-01-31T12:00", "-2h", "12:00"})
  void refusesTheRestWithExamples(String text) {
    assertThatThrownBy(() -> moments.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("2h")
        .hasMessageContaining("2026-01-31T12:00:00Z");
  }

  @Test
  void isoAloneIsNoDurationAgo() {
    Moments.Iso iso = new Moments.Iso();

    assertThat(iso.convert("2026-01-31T12:00:00Z"))
        .isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    assertThatThrownBy(() -> iso.convert("2h")).hasMessageContaining("2026-01-31T12:00:00Z");
  }
}
