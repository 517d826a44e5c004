package io.sitq.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Moments as people write them: {@code 2026-01-31T12:00:00Z}, and {@code 2h} for two hours ago. */
final class Moments implements ITypeConverter<Instant> {
  private static final String ISO_EXAMPLE = "2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00";

  private final Clock clock;
  private final Durations durations = new Durations();

  /** For picocli. */
  Moments() {
    this(Clock.systemUTC());
  }

  Moments(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Instant convert(String text) {
    if (!looksLikeTime(text)) {
      try {
        return clock.instant().minus(durations.convert(text));
      } catch (TypeConversionException e) {
        throw refused(text, "30m, 2h or 7d for that long ago, or like " + ISO_EXAMPLE);
      }
    }
    try {
      return parse(text);
    } catch (DateTimeException e) {
      throw refused(text, ISO_EXAMPLE + ", or 30m, 2h or 7d for that long ago");
    }
  }

  private static boolean looksLikeTime(String text) {
    return text.contains("-") || text.contains(":");
  }

  private static Instant parse(String text) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text.strip(), Instant::from);
  }

  private static TypeConversionException refused(String text, String how) {
    return new TypeConversionException("'" + text + "' is no time: write it like " + how);
  }

  /** A moment that must be written out, since it may be in the future. */
  static final class Iso implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return parse(text);
      } catch (DateTimeException e) {
        throw refused(text, ISO_EXAMPLE);
      }
    }
  }
}
