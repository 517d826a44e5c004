package io.sitq.spi;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The leaves of what serializers can encode, and what to use instead of others. */
final class SupportedTypes {
  /** Values without parts. */
  static final Set<Class<?>> SCALARS =
      Set.of(
          boolean.class,
          byte.class,
          short.class,
          char.class,
          int.class,
          long.class,
          float.class,
          double.class,
          Boolean.class,
          Byte.class,
          Short.class,
          Character.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          String.class,
          BigDecimal.class,
          BigInteger.class,
          UUID.class,
          URI.class,
          Instant.class,
          Duration.class,
          Period.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          OffsetTime.class,
          ZonedDateTime.class,
          Year.class,
          YearMonth.class,
          MonthDay.class,
          ZoneId.class,
          ZoneOffset.class,
          boolean[].class,
          byte[].class,
          short[].class,
          char[].class,
          int[].class,
          long[].class,
          float[].class,
          double[].class);

  private SupportedTypes() {}

  /** What to use instead of a type that is not supported. */
  static String insteadOf(Class<?> raw) {
    if (raw == Object.class) {
      return "a concrete type, or a sealed interface of records";
    }
    if (raw == File.class || Path.class.isAssignableFrom(raw)) {
      return "a String with the path";
    }
    if (raw == URL.class) {
      return "java.net.URI";
    }
    if (raw == Class.class) {
      return "a String or an enum that names what is meant";
    }
    if (Throwable.class.isAssignableFrom(raw)) {
      return "a String with its text";
    }
    if (Date.class.isAssignableFrom(raw) || Calendar.class.isAssignableFrom(raw)) {
      return "java.time.Instant or another type of java.time";
    }
    if (CharSequence.class.isAssignableFrom(raw)) {
      return "a String";
    }
    if (Map.class.isAssignableFrom(raw)) {
      return "java.util.Map";
    }
    if (Set.class.isAssignableFrom(raw)) {
      return "java.util.Set";
    }
    if (Collection.class.isAssignableFrom(raw) || raw == Iterable.class) {
      return "java.util.List";
    }
    if (Number.class.isAssignableFrom(raw)) {
      return "long, double, java.math.BigInteger or java.math.BigDecimal";
    }
    return "a record, an enum, a sealed interface of records, or a JDK value type";
  }
}
