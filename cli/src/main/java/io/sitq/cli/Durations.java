package io.sitq.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 500ms}, {@code 10s}, {@code 1h30m}, or ISO-8601. */
final class Durations implements ITypeConverter<Duration> {
  private static final Pattern UNITS =
      Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");

  private static final Duration LONGEST = Duration.ofDays(3650);

  @Override
  public Duration convert(String text) {
    Duration parsed;
    try {
      parsed = parse(text.strip().toLowerCase(Locale.ROOT));
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      throw refused(text, "is no duration");
    }
    if (parsed.isNegative() || parsed.compareTo(LONGEST) > 0) {
      throw refused(text, "must be from 0s to 3650d");
    }
    return parsed;
  }

  private static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher units = UNITS.matcher(text);
    if (text.isEmpty() || !units.matches()) {
      return Duration.parse(text);
    }
    return Duration.ofDays(number(units.group(1)))
        .plusHours(number(units.group(2)))
        .plusMinutes(number(units.group(3)))
        .plusSeconds(number(units.group(4)))
        .plusMillis(number(units.group(5)));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static TypeConversionException refused(String text, String what) {
    return new TypeConversionException(
        "'" + text + "' " + what + ": write it like 500ms, 10s, 2m, 1h30m or PT10S");
  }

  /** The two largest units, for people: {@code 1h 30m}, {@code 12.3s}, {@code 45ms}. */
  static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + "ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
    }
    if (duration.toHours() == 0) {
      return duration.toMinutes() + "m " + duration.toSecondsPart() + "s";
    }
    return duration.toDays() == 0
        ? duration.toHours() + "h " + duration.toMinutesPart() + "m"
        : duration.toDays() + "d " + duration.toHoursPart() + "h";
  }
}
